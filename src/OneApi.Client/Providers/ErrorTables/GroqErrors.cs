using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/openai-compatible.md §3.</summary>
internal static class GroqErrors
{
    public static readonly ErrorRule[] All =
    [
        // Faults of the model, not of the request: another channel may do better.
        new(ProtocolViolation, Code: "tool_use_failed"),
        new(ProtocolViolation, Code: "json_validate_failed"),
        new(ModelNotFound, Code: "model_decommissioned"),
        new(ContextLengthExceeded, 413, "rate_limit_exceeded"),
        new(ContextLengthExceeded, Code: "request_too_large"),
        new(QuotaExhausted, 429, "rate_limit_exceeded", "tokens per day"),
        new(QuotaExhausted, 429, "rate_limit_exceeded", "requests per day"),
        new(QuotaExhausted, 429, Text: "tokens per day"),
        new(QuotaExhausted, 429, Text: "requests per day"),
        new(ProviderUnavailable, 424),
        new(ProviderUnavailable, 498),
        new(ProviderUnavailable, Code: "capacity_exceeded"),
        new(Unknown, 499),
    ];
}
