using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/openai-compatible.md §8, Cloudflare Workers AI.</summary>
internal static class CloudflareErrors
{
    public static readonly ErrorRule[] All =
    [
        new(OneApiErrorKind.Authentication, Code: "10000"),
        new(OneApiErrorKind.Authentication, Code: "9109"),
        new(ModelNotFound, Code: "5007"),
        new(ModelNotFound, Code: "3042"),
        new(InvalidRequest, Code: "5004"),
        new(InvalidRequest, Code: "3003"),
        new(InvalidRequest, Code: "3006"),
        new(ContextLengthExceeded, Code: "5021"),
        new(PermissionDenied, Code: "5018"),
        new(PermissionDenied, Code: "3041"),
        new(PermissionDenied, Code: "5016"),
        new(PermissionDenied, Code: "3023"),
        new(OneApiErrorKind.Timeout, Code: "3007"),
        new(OneApiErrorKind.Timeout, Code: "3008"),
        new(QuotaExhausted, Code: "3036"),
        new(ProviderUnavailable, Code: "3040"),
    ];
}
