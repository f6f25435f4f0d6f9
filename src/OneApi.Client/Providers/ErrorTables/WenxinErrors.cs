using System.Globalization;
using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/wenxin.md §9.1: <c>error_code</c>, whatever the status.</summary>
internal static class WenxinErrors
{
    /// <summary>The errors of function calling; their page gives the range only.</summary>
    private const int FirstOfFunctions = 336106;
    private const int LastOfFunctions = 336117;

    public static readonly ErrorRule[] All =
    [
        new(ProviderUnavailable, Code: "1"),
        new(ProviderUnavailable, Code: "2"),
        new(ModelNotFound, Code: "3"),
        new(RateLimited, Code: "4"),
        new(PermissionDenied, Code: "6"),
        new(OneApiErrorKind.Authentication, Code: "13"),
        new(OneApiErrorKind.Authentication, Code: "14"),
        new(ProviderUnavailable, Code: "15"),
        new(QuotaExhausted, Code: "17"),
        new(RateLimited, Code: "18"),
        new(QuotaExhausted, Code: "19"),
        new(OneApiErrorKind.Authentication, Code: "100"),
        new(OneApiErrorKind.Authentication, Code: "110"),
        new(OneApiErrorKind.Authentication, Code: "111"),
        new(ProviderUnavailable, Code: "336000"),
        new(InvalidRequest, Code: "336001"),
        new(InvalidRequest, Code: "336002"),
        new(InvalidRequest, Code: "336003"),
        new(PermissionDenied, Code: "336004"),
        new(ModelNotFound, Code: "336005"),
        new(ContextLengthExceeded, Code: "336006"),
        new(ContextLengthExceeded, Code: "336007"),
        new(ProviderUnavailable, Code: "336100"),
        new(InvalidRequest, Code: "336101"),
        new(InvalidRequest, Code: "336102"),
        new(ContextLengthExceeded, Code: "336103"),
        new(InvalidRequest, Code: "336104"),
        new(InvalidRequest, Code: "336105"),
        .. Enumerable.Range(FirstOfFunctions, LastOfFunctions - FirstOfFunctions + 1).Select(static code => new ErrorRule(InvalidRequest, Code: code.ToString(CultureInfo.InvariantCulture))),
        new(RateLimited, Code: "336501"),
        new(RateLimited, Code: "336502"),
        new(ProviderUnavailable, Code: "500000"),
        new(ContextLengthExceeded, Text: "max input characters"),
        new(ContextLengthExceeded, Text: "tokens too long"),
    ];
}
