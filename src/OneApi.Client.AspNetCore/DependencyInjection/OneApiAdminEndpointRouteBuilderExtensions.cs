using Microsoft.AspNetCore.Routing;
using OneApi.Client;
using OneApi.Client.AspNetCore.Admin;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the admin API.</summary>
public static class OneApiAdminEndpointRouteBuilderExtensions
{
    /// <summary>Maps the admin API under <c>/api/v1</c>: access tokens, usage, requests, the channels' health, traffic, events; and One API's <c>/api/token</c>.</summary>
    /// <param name="endpoints">The application's routes.</param>
    /// <param name="configure">Says who may use it, after the section <c>OneApi:Admin</c>; or <see langword="null"/>. Called once, here.</param>
    /// <returns>The conventions of all its routes. They come on top: the API checks its own keys and roles, whatever the application's middleware does.</returns>
    /// <remarks>
    /// The caller's address is that of the connection: where a proxy stands in front, the application's Forwarded Headers middleware must run before,
    /// with its known proxies.
    /// </remarks>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">There is neither a key of 32 characters or more for an administrator nor a policy nor <see cref="OneApiAdminOptions.Bootstrap"/>, or another setting is wrong; all errors are listed.</exception>
    /// <exception cref="InvalidOperationException"><c>services.AddOneApi(…)</c> was not called, or a policy is named without <c>services.AddAuthorization(…)</c>.</exception>
    public static IEndpointConventionBuilder MapOneApiAdmin(this IEndpointRouteBuilder endpoints, Action<OneApiAdminOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        return AdminApi.Map(endpoints, configure);
    }
}
