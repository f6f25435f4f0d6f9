using System.Text.Json.Nodes;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>GitHub Models (docs.github.com/en/rest/models): errors and filter results as Azure's.</summary>
internal static class GitHubModelsVendor
{
    public static readonly CompatibleVendor Row = new("github-models", "/inference")
    {
        Key = "ghp_fake0123456789abcdefghijklmnopqrstuv",
        ShapeChunk = static (chunk, _) => AddFilter(chunk),
        ShapeAnswer = AddFilter,
        Envelope = static (error, message, _) => new() { ["error"] = new JsonObject { ["code"] = error.Code, ["message"] = message, ["details"] = null } },
        Errors =
        [
            new("unauthorized", 401, "Bad credentials") { Is = Unauthorized, Code = "unauthorized" },
            new("403", 403, "No access to model: {model}") { Code = "no_access" },
            new("unknown_model", 404, "Unknown model: {model}") { Is = ModelNotFound, Code = "unknown_model" },
            new("400_unknown_model", 400, "Unknown model: {model}") { Code = "unknown_model" },
            new("content_filter", 400, "The response was filtered due to the prompt triggering the content management policy.") { Is = ContentFiltered, Code = "content_filter" },
            new("tokens_limit_reached", 413, "Request body too large for {model} model. Max size: 8000 tokens.") { Is = ContextLength, Code = "tokens_limit_reached" },
            new("RateLimitReached", 429, "Rate limit of 10 per 60s exceeded for UserByModelByMinute. Please wait 42 seconds before retrying.") { Is = RateLimited, Code = "RateLimitReached" },
            new("RateLimitReached_day", 429, "Rate limit of 50 per 86400s exceeded for UserByModelByDay. Please wait 5000 seconds before retrying.") { Is = QuotaExhausted, Code = "RateLimitReached" },
        ],
    };

    private static void AddFilter(JsonObject answer)
    {
        if (answer["choices"]!.AsArray() is [JsonObject choice])
        {
            choice["content_filter_results"] = new JsonObject { ["hate"] = new JsonObject { ["filtered"] = false, ["severity"] = "safe" } };
        }
    }
}
