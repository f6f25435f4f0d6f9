using OneApi.Client.Errors;
using Xunit;

namespace OneApi.Client.Tests.Errors;

/// <summary>The table of design §6, written out a second time.</summary>
public class ErrorConsequencesTests
{
    /// <summary>kind | same channel again | another channel | health | HTTP status.</summary>
    private static readonly string[] Design =
    [
        "Authentication        | OnceAfterRefresh        | Yes              | KeyOff     | 502",
        "PermissionDenied      | No                      | Yes              | ModelRests | 502",
        "QuotaExhausted        | No                      | Yes              | KeyCools   | 503",
        "RateLimited           | AfterShortWaitWhenAlone | Yes              | Cools      | 429",
        "ModelNotFound         | No                      | Yes              | ModelRests | 404",
        "InvalidRequest        | No                      | No               | None       | 400",
        "ContextLengthExceeded | No                      | LargerWindowOnly | None       | 400",
        "ContentFiltered       | No                      | WhereConfigured  | None       | 400",
        "ProviderUnavailable   | OnceWhenAlone           | Yes              | Counts     | 503",
        "Timeout               | No                      | Yes              | Counts     | 504",
        "EmptyResponse         | No                      | Once             | CountsHalf | 502",
        "ProtocolViolation     | No                      | Yes              | Counts     | 502",
        "CallerUnauthorized    | No                      | No               | None       | 401",
        "CallerForbidden       | No                      | No               | None       | 403",
        "CallerQuotaExhausted  | No                      | No               | None       | 402",
        "CallerRateLimited     | No                      | No               | None       | 429",
        "NoChannel             | No                      | No               | None       | 503",
        "Unsupported           | No                      | No               | None       | 501",
        "PriceUnknown          | No                      | No               | None       | 400",
        "Unknown               | No                      | Once             | Counts     | 502",
    ];

    [Fact]
    public void Of_EveryKind_FollowsTheDesign()
    {
        var written = Design.Select(static line => string.Join(" | ", line.Split('|', StringSplitOptions.TrimEntries))).Order(StringComparer.Ordinal);
        var actual = Enum.GetValues<OneApiErrorKind>()
            .Select(static kind => ErrorConsequences.Of(kind))
            .Select(static row => $"{row.Kind} | {row.SameChannel} | {row.AnotherChannel} | {row.Health} | {row.HttpStatus}")
            .Order(StringComparer.Ordinal);

        Assert.Equal(written, actual);
    }

    [Fact]
    public void IsTransient_WhereTheSameCallMaySucceedLater()
    {
        var transient = Enum.GetValues<OneApiErrorKind>().Where(static kind => new OneApiException(kind).IsTransient);

        Assert.Equal(
            [
                OneApiErrorKind.RateLimited,
                OneApiErrorKind.ProviderUnavailable,
                OneApiErrorKind.Timeout,
                OneApiErrorKind.EmptyResponse,
                OneApiErrorKind.ProtocolViolation,
                OneApiErrorKind.CallerRateLimited,
                OneApiErrorKind.NoChannel,
            ],
            transient);
    }
}
