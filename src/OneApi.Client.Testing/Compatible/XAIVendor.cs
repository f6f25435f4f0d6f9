using System.Text.Json.Nodes;
using OneApi.Client.Testing.OpenAI;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>xAI (docs.x.ai): flat errors, a wrong key under 400, reasoning counted beside the completion, usage always.</summary>
internal static class XAIVendor
{
    public static readonly CompatibleVendor Row = new("xai", "/v1")
    {
        Key = "xai-fake0123456789abcdefghijklmnopqrstuv",
        HasEmbeddings = false,
        Usage = StreamUsage.OnFinish,
        WholeCalls = true,
        UsageShape = UsageBesideReasoning,
        ShapeChunk = Chunk,
        Envelope = static (error, message, _) => new() { ["code"] = error.Code, ["error"] = message },
        Errors =
        [
            new("invalid-argument", 400, "Incorrect API key provided: xa***uv. You can obtain an API key from https://console.x.ai.") { Is = Unauthorized, Code = "invalid-argument" },
            new("maximum_prompt_length", 400, "This model's maximum prompt length is 131072 but the request contains 131073 tokens.") { Is = ContextLength, Code = "invalid-argument" },
            new("400_model_not_found", 400, "Model not found: {model}") { Code = "invalid-argument" },
            new("400", 400, "Argument not supported.") { Is = InvalidRequest, Code = "invalid-argument" },
            new("422", 422, "Failed to deserialize the JSON body into the target type") { Code = "invalid-argument" },
            new("401", 401, "No credentials were provided.") { Code = "unauthenticated" },
            new("403", 403, "The API key is blocked.") { Code = "forbidden" },
            new("usage_guidelines", 403, "Content violates usage guidelines.") { Is = ContentFiltered, Code = "forbidden" },
            new("403_credits", 403, "Your team has either used all available credits or reached its monthly spending limit.") { Code = "forbidden" },
            new("429_credits", 429, "Your team has either used all available credits or reached its monthly spending limit.") { Is = QuotaExhausted, Code = "resource-exhausted" },
            new("not-found", 404, "The model {model} does not exist or your team does not have access to it.") { Is = ModelNotFound, Code = "not-found" },
            new("429", 429, "Too many requests for your team.") { Is = RateLimited, Code = "resource-exhausted" },
        ],
    };

    /// <summary>12 prompt + 1 completion + 290 reasoning tokens are 303.</summary>
    private static JsonObject UsageBesideReasoning(FakeUsage usage)
    {
        var shape = OpenAIAnswerWriter.Usage(usage);
        shape["completion_tokens"] = usage.OutputTokens - usage.ReasoningTokens;
        shape["num_sources_used"] = 0;
        return shape;
    }

    /// <summary>Before the end there is no finish reason at all.</summary>
    private static void Chunk(JsonObject chunk, ChunkStep step)
    {
        if (!step.IsFinish)
        {
            chunk["choices"]![0]!.AsObject().Remove("finish_reason");
        }
    }
}
