using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/moonshot.md §7: the type decides.</summary>
internal static class MoonshotErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ContentFiltered, Code: "content_filter"),
        new(PermissionDenied, Code: "permission_denied_error"),
        new(ModelNotFound, Code: "resource_not_found_error"),
        new(ProviderUnavailable, Code: "engine_overloaded_error"),
        new(ProviderUnavailable, Code: "unexpected_output"),
        new(ProviderUnavailable, Code: "server_unavailable"),
        new(RateLimited, Code: "rate_limit_reached_error"),
        new(OneApiErrorKind.Timeout, Code: "client_closed_request"),
        new(OneApiErrorKind.Timeout, 499),
    ];
}
