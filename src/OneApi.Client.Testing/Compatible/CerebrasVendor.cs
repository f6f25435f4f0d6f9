using System.Text.Json.Nodes;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>Cerebras (inference-docs.cerebras.ai): flat errors, times beside the answer.</summary>
internal static class CerebrasVendor
{
    public static readonly CompatibleVendor Row = new("cerebras", "/v1")
    {
        Key = "csk-fake0123456789abcdefghijklmnopqrstuv",
        HasEmbeddings = false,
        ReasoningField = "reasoning",
        Usage = StreamUsage.OnFinish,
        Envelope = ErrorEnvelopes.Flat,
        ShapeAnswer = Times,
        ShapeChunk = Chunk,
        Errors =
        [
            new("wrong_api_key", 401, "Wrong API Key") { Is = Unauthorized, Code = "wrong_api_key", Type = "invalid_request_error" },
            new("context_length_exceeded", 400, "Please reduce the length of the messages or completion. Current length is 8193 while limit is 8192") { Is = ContextLength, Code = "context_length_exceeded", Type = "invalid_request_error" },
            new("model_not_found", 404, "Model {model} does not exist or you do not have access to it.") { Is = ModelNotFound, Code = "model_not_found", Type = "not_found_error" },
            new("request_quota_exceeded", 429, "Requests per minute limit exceeded - too many requests sent.") { Is = RateLimited, Code = "request_quota_exceeded", Type = "too_many_requests_error" },
            new("token_quota_exceeded", 429, "Tokens per minute limit exceeded - too many tokens processed.") { Code = "token_quota_exceeded", Type = "too_many_tokens_error" },
            new("token_quota_exceeded_day", 429, "Tokens per day limit exceeded - too many tokens processed.") { Code = "token_quota_exceeded", Type = "too_many_tokens_error" },
            new("402", 402, "Payment required.") { Is = QuotaExhausted, Type = "payment_required_error" },
            new("queue_exceeded", 503, "We're experiencing high traffic right now! Please try again soon.") { Is = Overloaded, Code = "queue_exceeded", Type = "too_many_requests_error" },
            new("high_traffic", 429, "We're experiencing high traffic right now! Please try again soon.") { Type = "too_many_requests_error" },
        ],
    };

    private static void Chunk(JsonObject chunk, ChunkStep step)
    {
        if (step.IsFinish)
        {
            Times(chunk);
        }
    }

    private static void Times(JsonObject answer) => answer["time_info"] = new JsonObject
    {
        ["queue_time"] = 0.0001,
        ["prompt_time"] = 0.001,
        ["completion_time"] = 0.01,
        ["total_time"] = 0.0111,
        ["created"] = (long?)answer["created"],
    };
}
