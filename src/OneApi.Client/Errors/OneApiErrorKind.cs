namespace OneApi.Client;

/// <summary>What went wrong, in one taxonomy for every provider. The kind alone decides what happens next.</summary>
/// <remarks>The consequences of each kind (same channel again, another channel, health, HTTP status) are one table: see the errors page of the documentation.</remarks>
public enum OneApiErrorKind
{
    /// <summary>No better kind is known. Another channel is tried once.</summary>
    Unknown = 0,

    /// <summary>The provider refused the channel's key or token.</summary>
    Authentication,

    /// <summary>The provider knows the key but does not allow this model or operation with it.</summary>
    PermissionDenied,

    /// <summary>The channel's account at the provider is out of money or at its cap.</summary>
    QuotaExhausted,

    /// <summary>The provider asks to slow down. <see cref="OneApiException.RetryAfter"/> says for how long, where it was stated.</summary>
    RateLimited,

    /// <summary>The model does not exist, at the provider or in the gateway.</summary>
    ModelNotFound,

    /// <summary>The request is malformed or asks for what the model cannot do. No other channel would do better.</summary>
    InvalidRequest,

    /// <summary>The prompt, with the output asked for, is larger than the model's context window.</summary>
    ContextLengthExceeded,

    /// <summary>The provider's content policy refused the prompt or the answer.</summary>
    ContentFiltered,

    /// <summary>The provider failed or could not be reached: 5xx, overloaded, connection reset, DNS, TLS.</summary>
    ProviderUnavailable,

    /// <summary>A time limit ended the attempt; <see cref="OneApiException.Limit"/> says which one.</summary>
    Timeout,

    /// <summary>The provider reported success with nothing in it.</summary>
    EmptyResponse,

    /// <summary>The answer could not be read, or a stream stopped before its end.</summary>
    ProtocolViolation,

    /// <summary>The caller's access token is missing, unknown, revoked or expired.</summary>
    CallerUnauthorized,

    /// <summary>The caller may not use this model, group or address.</summary>
    CallerForbidden,

    /// <summary>The caller's quota does not cover the call.</summary>
    CallerQuotaExhausted,

    /// <summary>The caller exceeded one of its rate limits.</summary>
    CallerRateLimited,

    /// <summary>Every channel that serves the model is switched off.</summary>
    NoChannel,

    /// <summary>The provider has no way to do what was asked, and the gateway runs in strict mode.</summary>
    Unsupported,

    /// <summary>Money must be reserved for the call, and the model has no price.</summary>
    PriceUnknown,
}
