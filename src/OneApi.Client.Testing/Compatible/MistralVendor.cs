using System.Text.Json.Nodes;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>Mistral (docs.mistral.ai/api): unknown members are refused, content may be a list, tool calls come whole with the end.</summary>
internal static class MistralVendor
{
    public static readonly CompatibleVendor Row = new("mistral", "/v1")
    {
        Key = "fake-mistral-0123456789abcdefghijkl",
        IdPrefixes = ("fake", "fakecall"),
        CallIdLength = 9,
        CallsWithFinish = true,
        Usage = StreamUsage.OnFinish,
        DimensionsField = "output_dimension",
        Headers = [new("mistral-correlation-id", "fake-correlation")],
        Envelope = Envelope,
        ShapeChunk = Chunk,
        ShapeAnswer = Shape,
        UsageShape = UsageShape,
        Check = MistralCheck.Chat,
        CheckEmbedding = MistralCheck.Embedding,
        Errors =
        [
            new("401", 401, "Invalid API Key") { Is = Unauthorized },
            new("1500", 400, "Invalid model: {model}") { Is = ModelNotFound, Code = "1500", Type = "invalid_model" },
            new("3051", 400, "Prompt contains 32769 tokens and 0 draft tokens, too large for model with 32768 maximum context length") { Is = ContextLength, Code = "3051", Type = "invalid_request_error" },
            new("400", 400, "Invalid request.") { Is = InvalidRequest, Type = "invalid_request_error" },
            new("3230", 400, "Unexpected role 'user' after role 'tool'") { Code = "3230", Type = "invalid_request_message_order" },
            new("402", 402, "Payment required."),
            new("403", 403, "Model not allowed."),
            new("403_guardrail", 403, "Blocked by a guardrail") { Is = ContentFiltered },
            new("404", 404, "no Route matched with those values") { Is = NotFound },
            new("extra_forbidden", 422, "Extra inputs are not permitted") { Type = "extra_forbidden" },
            new("422_tokens", 422, "Too many tokens for the model") { Type = "invalid_request_error" },
            new("429", 429, "Requests rate limit exceeded") { Is = RateLimited },
            new("3505", 429, "Service tier capacity exceeded for this model.") { Code = "3505", Type = "service_tier_capacity_exceeded" },
            new("429_monthly", 429, "You have reached your monthly request limit") { Is = QuotaExhausted },
            new("504", 504, "Gateway timeout"),
            new("520", 520, "Unknown error"),
        ],
    };

    /// <summary>Three shapes: a detail for keys, a list of details for members, an object for the rest.</summary>
    private static JsonObject Envelope(VendorError error, string message, string? parameter)
    {
        if (error.Status == 401)
        {
            return new() { ["detail"] = message };
        }

        if (error.Type is "extra_forbidden")
        {
            return new() { ["detail"] = new JsonArray(new JsonObject { ["type"] = error.Type, ["loc"] = new JsonArray("body", parameter), ["msg"] = message, ["input"] = null }) };
        }

        var body = ErrorEnvelopes.Flat(error, message, parameter);
        body["object"] = "error";
        return body;
    }

    /// <summary>While the model thinks, content is a list; chunks are padded.</summary>
    private static void Chunk(JsonObject chunk, ChunkStep step)
    {
        chunk["p"] = "abc";
        if (chunk["choices"]![0]!["delta"] is JsonObject delta && delta.Remove("reasoning_content", out var thought))
        {
            delta["content"] = new JsonArray(Thinking(thought));
        }
    }

    private static void Shape(JsonObject answer)
    {
        var message = answer["choices"]![0]!["message"]!.AsObject();
        message["tool_calls"] ??= null;
        if (message.Remove("reasoning_content", out var thought))
        {
            message["content"] = new JsonArray(Thinking(thought), new JsonObject { ["type"] = "text", ["text"] = (string?)message["content"] });
        }
    }

    private static JsonObject Thinking(JsonNode? thought) => new()
    {
        ["type"] = "thinking",
        ["thinking"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = (string?)thought }),
    };

    private static JsonObject UsageShape(FakeUsage usage) => new()
    {
        ["prompt_tokens"] = usage.InputTokens,
        ["total_tokens"] = usage.InputTokens + usage.OutputTokens,
        ["completion_tokens"] = usage.OutputTokens,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CachedInputTokens },
    };
}
