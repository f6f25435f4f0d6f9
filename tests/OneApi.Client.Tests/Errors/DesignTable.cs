namespace OneApi.Client.Tests.Errors;

/// <summary>The table of design §6, written out a second time.</summary>
internal static class DesignTable
{
    /// <summary>Kind | same channel again | another channel | health | HTTP status.</summary>
    public static readonly string[] Lines =
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

    private static readonly Dictionary<OneApiErrorKind, DesignRow> ByKind = Lines
        .Select(static line => line.Split('|', StringSplitOptions.TrimEntries))
        .Select(static cells => new DesignRow(Enum.Parse<OneApiErrorKind>(cells[0]), cells[1], cells[2], cells[3]))
        .ToDictionary(static row => row.Kind);

    public static DesignRow Of(OneApiErrorKind kind) => ByKind[kind];
}
