using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary><c>Authorization: Bearer</c> and an admin key.</summary>
internal sealed class KeyAuthenticator(AdminKeyRing keys, TryLimiter tries) : IAdminAuthenticator
{
    private const string Scheme = "Bearer ";

    public ValueTask<AdminCaller?> AuthenticateAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return new((AdminCaller?)null);
        }

        var address = context.Connection.RemoteIpAddress;
        ThrowIfTooMany(tries, address, context);
        return new(keys.Find(header[Scheme.Length..].Trim())); // an unknown one may be of the application's own scheme: the others say what it is worth
    }

    /// <exception cref="AdminException">The address has tried too many wrong keys. A right one waits too, else trying could go on.</exception>
    public static void ThrowIfTooMany(TryLimiter tries, System.Net.IPAddress? address, HttpContext context)
    {
        if (tries.WaitOf(address) is { } wait)
        {
            var seconds = (long)Math.Ceiling(wait.TotalSeconds);
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            throw new AdminException(429, "too_many_tries", $"Too many wrong keys came from this address; wait {seconds} seconds.");
        }
    }
}
