using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/minimax.md §9: base_resp.status_code, or the same number at the end of a message.</summary>
internal static class MiniMaxErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ProviderUnavailable, Code: "1000"),
        new(ProviderUnavailable, Code: "1013"),
        new(ProviderUnavailable, Code: "1024"),
        new(ProviderUnavailable, Code: "1033"),
        new(OneApiErrorKind.Timeout, Code: "1001"),
        new(ContextLengthExceeded, Code: "1039", Text: "length"),
        new(ContextLengthExceeded, Code: "1039", Text: "context"),
        new(RateLimited, Code: "1002"),
        new(RateLimited, Code: "1039"),
        new(RateLimited, Code: "1041"),
        new(RateLimited, Code: "2045"),
        new(OneApiErrorKind.Authentication, Code: "1004"),
        new(OneApiErrorKind.Authentication, Code: "2049"),
        new(QuotaExhausted, Code: "1008"),
        new(QuotaExhausted, Code: "2056"),
        new(ContentFiltered, Code: "1026"),
        new(ContentFiltered, Code: "1027"),
        new(ContextLengthExceeded, Code: "2013", Text: "context"),
        new(ContextLengthExceeded, Code: "2013", Text: "tokens exceed"),
        new(ModelNotFound, Code: "2013", Text: "unknown model"),
        new(InvalidRequest, Code: "2013"),
        new(InvalidRequest, Code: "1042"),
        new(InvalidRequest, Code: "1043"),
        new(InvalidRequest, Code: "1044"),
        new(InvalidRequest, Code: "2037"),
        new(InvalidRequest, Code: "2039"),
        new(InvalidRequest, Code: "2042"),
        new(InvalidRequest, Code: "2048"),
        new(InvalidRequest, Code: "20132"),
        new(PermissionDenied, Code: "2061"),
        new(PermissionDenied, Text: "plan+not support+model"),
        new(ModelNotFound, 404),
    ];
}
