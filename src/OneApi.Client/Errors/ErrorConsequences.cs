using System.Collections.Frozen;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Errors;

/// <summary>The table of design §6 as data. Nothing else decides what follows an error.</summary>
internal static class ErrorConsequences
{
    private static readonly FrozenDictionary<OneApiErrorKind, ErrorConsequence> ByKind = new ErrorConsequence[]
    {
        new(OneApiErrorKind.Authentication, RetryRule.OnceAfterRefresh, RetryRule.Yes, HealthEffect.KeyOff, 502, IsTransient: false),
        new(PermissionDenied, RetryRule.No, RetryRule.Yes, HealthEffect.ModelRests, 502, IsTransient: false),
        new(QuotaExhausted, RetryRule.No, RetryRule.Yes, HealthEffect.KeyCools, 503, IsTransient: false),
        new(RateLimited, RetryRule.AfterShortWaitWhenAlone, RetryRule.Yes, HealthEffect.Cools, 429, IsTransient: true),
        new(ModelNotFound, RetryRule.No, RetryRule.Yes, HealthEffect.ModelRests, 404, IsTransient: false),
        new(InvalidRequest, RetryRule.No, RetryRule.No, HealthEffect.None, 400, IsTransient: false),
        new(ContextLengthExceeded, RetryRule.No, RetryRule.LargerWindowOnly, HealthEffect.None, 400, IsTransient: false),
        new(ContentFiltered, RetryRule.No, RetryRule.WhereConfigured, HealthEffect.None, 400, IsTransient: false),
        new(ProviderUnavailable, RetryRule.OnceWhenAlone, RetryRule.Yes, HealthEffect.Counts, 503, IsTransient: true),
        new(OneApiErrorKind.Timeout, RetryRule.No, RetryRule.Yes, HealthEffect.Counts, 504, IsTransient: true),
        new(EmptyResponse, RetryRule.No, RetryRule.Once, HealthEffect.CountsHalf, 502, IsTransient: true),
        new(ProtocolViolation, RetryRule.No, RetryRule.Yes, HealthEffect.Counts, 502, IsTransient: true),
        new(CallerUnauthorized, RetryRule.No, RetryRule.No, HealthEffect.None, 401, IsTransient: false),
        new(CallerForbidden, RetryRule.No, RetryRule.No, HealthEffect.None, 403, IsTransient: false),
        new(CallerQuotaExhausted, RetryRule.No, RetryRule.No, HealthEffect.None, 402, IsTransient: false),
        new(CallerRateLimited, RetryRule.No, RetryRule.No, HealthEffect.None, 429, IsTransient: true),
        new(NoChannel, RetryRule.No, RetryRule.No, HealthEffect.None, 503, IsTransient: true),
        new(Unsupported, RetryRule.No, RetryRule.No, HealthEffect.None, 501, IsTransient: false),
        new(PriceUnknown, RetryRule.No, RetryRule.No, HealthEffect.None, 400, IsTransient: false),
        new(Unknown, RetryRule.No, RetryRule.Once, HealthEffect.Counts, 502, IsTransient: false),
    }.ToFrozenDictionary(row => row.Kind);

    public static ErrorConsequence Of(OneApiErrorKind kind) => ByKind[kind];
}
