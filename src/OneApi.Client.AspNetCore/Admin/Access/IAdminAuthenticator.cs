using Microsoft.AspNetCore.Http;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>One way to prove who one is. Several are asked in turn; a session of the dashboard is one more.</summary>
internal interface IAdminAuthenticator
{
    /// <summary>Finds out who calls.</summary>
    /// <returns>The caller, or null when the request has no credential of this kind.</returns>
    /// <exception cref="AdminException">It has one, and that is wrong.</exception>
    ValueTask<AdminCaller?> AuthenticateAsync(HttpContext context);
}
