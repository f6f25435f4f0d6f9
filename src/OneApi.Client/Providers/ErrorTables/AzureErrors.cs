using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/azure.md §6.</summary>
internal static class AzureErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ModelNotFound, Code: "OperationNotSupported"),
        new(ModelNotFound, 400, Text: "unsupported api-version"),
        new(ModelNotFound, 400, Text: "unsupported api version"),
        new(ModelNotFound, 400, Text: "api-version+not supported"),
        new(ModelNotFound, 400, Text: "api version not supported"),
        new(PermissionDenied, Code: "PermissionDenied"),
        new(PermissionDenied, Code: "AuthenticationTypeDisabled"),
        new(ModelNotFound, Code: "DeploymentNotFound"),
        new(ModelNotFound, Code: "unknown_model"),
        new(ModelNotFound, 404, "404"),
        new(ModelNotFound, 404, Text: "resource not found"),
        new(ProviderUnavailable, 424),
        new(ProviderUnavailable, Code: "NoCapacity"),
        new(ProviderUnavailable, 429, Text: "experiencing high demand"),
        new(RateLimited, Code: "RateLimitReached"),
        new(RateLimited, Code: "too_many_requests"),
        new(QuotaExhausted, 429, Text: "quota exceeded+!per minute"),
        new(ProviderUnavailable, Code: "InternalServerError"),
        new(ProviderUnavailable, Code: "ServiceUnavailable"),
        new(OneApiErrorKind.Timeout, 504, "Timeout"),
    ];
}
