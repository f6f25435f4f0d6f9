using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>A user of the application who meets its authorization policy.</summary>
internal sealed class PolicyAuthenticator(string policyName, string roleClaim, AdminKeyRing keys) : IAdminAuthenticator
{
    private const int LongestName = 60;
    private const int HashDigits = 16;

    public async ValueTask<AdminCaller?> AuthenticateAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var policy = await services.GetRequiredService<IAuthorizationPolicyProvider>().GetPolicyAsync(policyName).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"OneApi:Admin:Policy: the application has no authorization policy '{policyName}'; add it with services.AddAuthorization(…).");
        var evaluator = services.GetRequiredService<IPolicyEvaluator>();
        var authenticated = await evaluator.AuthenticateAsync(policy, context).ConfigureAwait(false);
        var result = await evaluator.AuthorizeAsync(policy, authenticated, context, resource: context).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            return result.Forbidden ? throw AdminException.Forbidden("forbidden", "You may not use the admin API.") : null;
        }

        var user = authenticated.Principal ?? context.User;
        return new(NameOf(user), RoleOf(user), IsAmbient: !IsBearer(context));
    }

    /// <summary>
    /// Tokens belong to a name, and repeated requests are told by it: nobody may share one with somebody else. Names for show are not unique, so the
    /// identifier stands with them; whoever has neither, or the name of an admin key, stays outside.
    /// </summary>
    private string NameOf(ClaimsPrincipal user)
    {
        var (shown, id) = (user.Identity?.Name, user.FindFirstValue(ClaimTypes.NameIdentifier));
        var name = string.IsNullOrWhiteSpace(shown) ? id : string.IsNullOrWhiteSpace(id) || id == shown ? shown : $"{shown} ({id})";
        if (string.IsNullOrWhiteSpace(name) || keys.HasName(name))
        {
            throw AdminException.Forbidden("forbidden", "Your account has no name of its own, which the admin API needs to know who does what.");
        }

        return name.Length <= LongestName ? name : $"{name[..(LongestName - HashDigits - 1)]}~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..HashDigits]}";
    }

    /// <summary>A claim that names no role gives none: nobody becomes an administrator by a slip of the pen.</summary>
    private OneApiAdminRole RoleOf(ClaimsPrincipal user)
    {
        if (user.FindFirst(roleClaim) is not { } claim)
        {
            return OneApiAdminRole.Admin;
        }

        return AdminSectionReader.TryReadRole(claim.Value, out var role) ? role : throw AdminException.Forbidden("forbidden", "Your account has no role of the admin API.");
    }

    private static bool IsBearer(HttpContext context) => context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase);
}
