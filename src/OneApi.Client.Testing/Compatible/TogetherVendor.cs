using System.Text.Json.Nodes;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>Together AI (docs.together.ai): text and token ids in chunks, a full context under 403.</summary>
internal static class TogetherVendor
{
    public static readonly CompatibleVendor Row = new("together", "/v1")
    {
        ReasoningField = "reasoning",
        Usage = StreamUsage.OnFinish,
        UsageShape = FlatCached,
        ShapeChunk = Chunk,
        Envelope = static (error, message, parameter) => new() { ["id"] = "fake", ["error"] = ErrorEnvelopes.OpenAI(error, message, parameter)["error"]!.DeepClone() },
        Errors =
        [
            new("400", 400, "Invalid request.") { Is = InvalidRequest, Type = "invalid_request_error" },
            new("401", 401, "Invalid API key provided.") { Is = Unauthorized, Type = "invalid_request_error" },
            new("402", 402, "You have reached your spending limit.") { Is = QuotaExhausted },
            new("403_input_tokens", 403, "The input token count + max_tokens must be ≤ 8193.") { Is = ContextLength, Type = "invalid_request_error" },
            new("403", 403, "Forbidden."),
            new("404", 404, "Unable to access model {model}.") { Is = ModelNotFound, Type = "invalid_request_error" },
            new("model_not_available", 422, "Unable to access model {model}.") { Code = "model_not_available", Type = "invalid_request_error" },
            new("422_context", 422, "The request does not fit into the model's context.") { Type = "invalid_request_error" },
            new("429", 429, "You have reached your rate limit.") { Is = RateLimited },
            new("500", 500, "Internal server error.") { Type = "server_error" },
            new("503", 503, "The engine is overloaded.") { Is = Overloaded },
            new("524", 524, "Timeout."),
            new("529", 529, "The server is overloaded."),
        ],
    };

    private static JsonObject FlatCached(FakeUsage usage) => new()
    {
        ["prompt_tokens"] = usage.InputTokens,
        ["completion_tokens"] = usage.OutputTokens,
        ["total_tokens"] = usage.InputTokens + usage.OutputTokens,
        ["cached_tokens"] = usage.CachedInputTokens,
    };

    private static void Chunk(JsonObject chunk, ChunkStep step)
    {
        if (chunk["choices"]!.AsArray() is [JsonObject choice])
        {
            choice["text"] = (string?)choice["delta"]!["content"] ?? "";
            choice["seed"] = step.IsFinish ? 7 : null;
            choice["delta"]!["token_id"] = step.IsFinish ? 2 : 1;
        }
    }
}
