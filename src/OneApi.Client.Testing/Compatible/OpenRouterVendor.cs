using System.Text.Json.Nodes;
using OneApi.Client.Testing.OpenAI;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>OpenRouter (openrouter.ai/docs/api-reference/errors): comments, the finish reason twice, errors beside choices, cost.</summary>
internal static class OpenRouterVendor
{
    public static readonly CompatibleVendor Row = new("openrouter", "/api/v1")
    {
        Key = "sk-or-v1-fake0123456789abcdefghijklmnop",
        IdPrefixes = ("gen-fake", "call_fake"),
        ReasoningField = "reasoning",
        Usage = StreamUsage.OnRepeatedFinish,
        Comment = "OPENROUTER PROCESSING",
        BodyPadding = "\n         \n",
        DoneAfterError = true,
        UsageShape = UsageWithCost,
        ShapeChunk = static (chunk, _) => Shape(chunk),
        ShapeAnswer = Shape,
        Envelope = Envelope,
        ErrorEvent = BesideChoices,
        Errors =
        [
            new("400", 400, "Bad Request") { Is = InvalidRequest },
            new("context_length", 400, "This endpoint's maximum context length is 8192 tokens. However, you requested about 8200 tokens.") { Is = ContextLength },
            new("invalid_model", 400, "{model} is not a valid model ID"),
            new("401", 401, "Missing Authentication header") { Is = Unauthorized },
            new("401_user", 401, "User not found."),
            new("402", 402, "Insufficient credits. Add more using https://openrouter.ai/settings/credits") { Is = QuotaExhausted },
            new("402_max_tokens", 402, "This request requires more credits, or fewer max_tokens."),
            new("moderation", 403, "Your input was flagged") { Is = ContentFiltered },
            new("guardrail", 403, "Blocked by a guardrail"),
            new("key_limit", 403, "Key limit exceeded (total limit)."),
            new("403", 403, "Forbidden"),
            new("404", 404, "No endpoints found for {model}.") { Is = ModelNotFound },
            new("408", 408, "Request timed out"),
            new("524", 524, "Request timed out"),
            new("413", 413, "Payload too large"),
            new("422", 422, "Unprocessable"),
            new("429", 429, "Rate limit exceeded") { Is = RateLimited },
            new("429_upstream", 429, "Provider returned error"),
            new("free-models-per-day", 429, "Rate limit exceeded: free-models-per-day"),
            new("500", 500, "Internal Server Error") { Is = ServerError },
            new("502", 502, "Provider returned error"),
            new("503", 503, "No available model provider that meets your routing requirements") { Is = Overloaded },
            new("529", 529, "Provider overloaded"),
        ],
    };

    private static JsonObject Envelope(VendorError error, string message, string? parameter)
    {
        var metadata = error.Name switch
        {
            "moderation" => new JsonObject { ["reasons"] = new JsonArray("violence"), ["flagged_input"] = "…", ["provider_name"] = "Fake" },
            "429_upstream" => new JsonObject { ["raw"] = "The model is temporarily rate-limited upstream. Please retry shortly.", ["provider_name"] = "Fake" },
            _ => null,
        };
        var body = new JsonObject { ["code"] = error.Status, ["message"] = message };
        if (metadata is not null)
        {
            body["metadata"] = metadata;
        }

        return new() { ["error"] = body, ["user_id"] = "user_fake" };
    }

    /// <summary>In a stream the error stands beside a choice that ends with it.</summary>
    private static JsonObject BesideChoices(JsonObject body, int status) => new()
    {
        ["id"] = "gen-fake",
        ["object"] = "chat.completion.chunk",
        ["provider"] = "Fake",
        ["error"] = body["error"]!.DeepClone(),
        ["choices"] = new JsonArray(new JsonObject
        {
            ["index"] = 0,
            ["delta"] = new JsonObject { ["role"] = "assistant", ["content"] = "" },
            ["finish_reason"] = "error",
            ["native_finish_reason"] = "error",
        }),
    };

    private static JsonObject UsageWithCost(FakeUsage usage)
    {
        var shape = OpenAIAnswerWriter.Usage(usage);
        shape["cost"] = 0.001008;
        shape["is_byok"] = false;
        shape["cost_details"] = new JsonObject { ["upstream_inference_cost"] = null };
        return shape;
    }

    private static void Shape(JsonObject answer)
    {
        answer["provider"] = "Fake";
        var choice = answer["choices"]![0]!;
        choice["native_finish_reason"] = (string?)choice["finish_reason"];
    }
}
