using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/spark.md §3, §8.</summary>
internal static class SparkErrors
{
    public static readonly ErrorRule[] All =
    [
        new(ProviderUnavailable, Code: "10000"),
        new(ProviderUnavailable, Code: "10001"),
        new(ProviderUnavailable, Code: "10002"),
        new(ProviderUnavailable, Code: "10008"),
        new(ProviderUnavailable, Code: "10009"),
        new(ProviderUnavailable, Code: "10010"),
        new(ProviderUnavailable, Code: "10011"),
        new(ProviderUnavailable, Code: "10012"),
        new(ProviderUnavailable, Code: "10110"),
        new(ProviderUnavailable, Code: "10222"),
        new(ProviderUnavailable, Code: "10223"),
        new(OneApiErrorKind.Authentication, Code: "10005", Text: "app_id"),
        new(OneApiErrorKind.Authentication, Code: "10005", Text: "appid"),
        new(InvalidRequest, Code: "10003"),
        new(InvalidRequest, Code: "10004"),
        new(InvalidRequest, Code: "10005"),
        new(InvalidRequest, Code: "10017"),
        new(InvalidRequest, Code: "10163"),
        new(RateLimited, Code: "10006"),
        new(RateLimited, Code: "10007"),
        new(RateLimited, Code: "11201"),
        new(RateLimited, Code: "11202"),
        new(RateLimited, Code: "11203"),
        new(ContentFiltered, Code: "10013"),
        new(ContentFiltered, Code: "10014"),
        new(ContentFiltered, Code: "10019"),
        new(ContentFiltered, Code: "10021"),
        new(ContentFiltered, Code: "10022"),
        new(QuotaExhausted, Code: "10016", Text: "token"),
        new(QuotaExhausted, Code: "11200", Text: "token"),
        new(QuotaExhausted, Code: "11200", Text: "volume"),
        new(PermissionDenied, Code: "10015"),
        new(PermissionDenied, Code: "10016"),
        new(PermissionDenied, Code: "11200"),
        new(ModelNotFound, Code: "10404"),
        new(ContextLengthExceeded, Code: "10907"),

        // Refused handshakes (§3): a clock that is wrong has a 403 of its own, a path that is wrong a 404.
        new(OneApiErrorKind.Authentication, 403, Text: "HMAC signature"),
        new(ModelNotFound, 404),
    ];
}
