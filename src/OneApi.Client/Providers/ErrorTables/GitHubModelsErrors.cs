using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/openai-compatible.md §8, GitHub Models.</summary>
internal static class GitHubModelsErrors
{
    public static readonly ErrorRule[] All =
    [
        new(OneApiErrorKind.Authentication, 401, "unauthorized"),
        new(ModelNotFound, Code: "unknown_model"),
        new(ContextLengthExceeded, Code: "tokens_limit_reached"),
        new(QuotaExhausted, Code: "RateLimitReached", Text: "86400s"),
        new(RateLimited, Code: "RateLimitReached"),
    ];
}
