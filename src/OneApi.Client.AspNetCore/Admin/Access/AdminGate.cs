using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Lets a caller in to a route, or says why not.</summary>
internal sealed class AdminGate(AdminKeyRing keys, TryLimiter tries, IReadOnlyList<IAdminAuthenticator> authenticators, ILogger logger)
{
    /// <summary>A header that a page of somebody else's can't set without being asked first: what proves that a write with cookies is meant.</summary>
    public const string MeantHeader = "x-oneapi-admin";

    /// <exception cref="AdminException">The caller is unknown, or may not do this.</exception>
    public async ValueTask<AdminCaller> EnterAsync(HttpContext context, AdminRoute route)
    {
        var caller = await FindAsync(context).ConfigureAwait(false);
        if (!caller.Has(route.Access))
        {
            throw AdminException.Forbidden("role_not_allowed", $"This needs the role {Names(route.Access)}; yours is {(caller.Role is { } role ? AdminNames.Of(role) : "none")}.");
        }

        if (caller.IsAmbient && !HttpMethods.IsGet(context.Request.Method) && context.Request.Headers[MeantHeader].Count == 0)
        {
            throw AdminException.Forbidden("write_not_meant", $"A write without a bearer token needs the header {MeantHeader}, with any value: it shows that no other site has sent it.");
        }

        return caller;
    }

    private async ValueTask<AdminCaller> FindAsync(HttpContext context)
    {
        foreach (var authenticator in authenticators)
        {
            if (await authenticator.AuthenticateAsync(context).ConfigureAwait(false) is { } caller)
            {
                return caller;
            }
        }

        var hasTried = context.Request.Headers.Authorization.Count > 0;
        if (hasTried)
        {
            tries.NoteWrong(context.Connection.RemoteIpAddress);
            Log.WrongKey(logger, context.Connection.RemoteIpAddress?.ToString());
        }

        if (keys.IsWaiting)
        {
            throw AdminException.Unauthorized("admin_key_not_set", "No admin key is set yet: open the one-use link that the gateway gave at its start.");
        }

        throw hasTried
            ? AdminException.Unauthorized("invalid_admin_key", "The admin key is not known; send it as 'Authorization: Bearer …'.")
            : AdminException.Unauthorized("admin_key_missing", "The admin key is missing; send it as 'Authorization: Bearer …'.");
    }

    private static string Names(AdminAccess access) =>
        string.Join(" or ", Enum.GetValues<OneApiAdminRole>().Where(role => new AdminCaller("", role, false).Has(access)).Select(AdminNames.Of));
}
