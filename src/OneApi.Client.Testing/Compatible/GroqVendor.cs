using System.Text.Json.Nodes;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>Groq (console.groq.com/docs/errors): usage in <c>x_groq</c>, refused members, named error events.</summary>
internal static class GroqVendor
{
    public static readonly CompatibleVendor Row = new("groq", "/openai/v1")
    {
        Key = "gsk_fake0123456789abcdefghijklmnopqrstuv",
        HasEmbeddings = false,
        ReasoningField = "reasoning",
        NamesErrorEvents = true,
        Envelope = Envelope,
        ErrorEvent = WithStatus,
        ShapeChunk = Chunk,
        ShapeAnswer = static answer => answer["x_groq"] = new JsonObject { ["id"] = "req_fake" },
        Check = Check,
        Errors =
        [
            new("invalid_api_key", 401, "Invalid API Key") { Is = Unauthorized, Code = "invalid_api_key", Type = "invalid_request_error" },
            new("tool_use_failed", 400, "Tool choice is required, but model did not call a tool") { Code = "tool_use_failed", Type = "invalid_request_error" },
            new("json_validate_failed", 400, "Failed to generate JSON. Please adjust your prompt.") { Code = "json_validate_failed", Type = "invalid_request_error" },
            new("model_decommissioned", 400, "The model `{model}` has been decommissioned and is no longer supported.") { Code = "model_decommissioned", Type = "invalid_request_error" },
            new("context_length_exceeded", 400, "Please reduce the length of the messages or completion.") { Is = ContextLength, Code = "context_length_exceeded", Type = "invalid_request_error" },
            new("403", 403, "Access denied. Please check your network settings."),
            new("model_not_found", 404, "The model `{model}` does not exist or you do not have access to it.") { Is = ModelNotFound, Code = "model_not_found", Type = "invalid_request_error" },
            new("413_rate_limit_exceeded", 413, "Request too large for model `{model}` on tokens per minute (TPM): Limit 6000, Requested 9000") { Code = "rate_limit_exceeded", Type = "tokens" },
            new("request_too_large", 413, "Request Entity Too Large") { Code = "request_too_large", Type = "invalid_request_error" },
            new("422", 422, "Unprocessable Entity") { Type = "invalid_request_error" },
            new("424", 424, "Failed Dependency"),
            new("rate_limit_exceeded", 429, "Rate limit reached for model `{model}` on requests per minute (RPM): Limit 30, Used 30, Requested 1.") { Is = RateLimited, Code = "rate_limit_exceeded", Type = "requests" },
            new("tokens_per_day", 429, "Rate limit reached for model `{model}` on tokens per day (TPD): Limit 100000, Used 100000, Requested 10.") { Is = QuotaExhausted, Code = "rate_limit_exceeded", Type = "tokens" },
            new("requests_per_day", 429, "Rate limit reached for model `{model}` on requests per day (RPD): Limit 1000, Used 1000, Requested 1.") { Code = "rate_limit_exceeded", Type = "requests" },
            new("capacity_exceeded", 498, "Flex tier capacity exceeded.") { Code = "capacity_exceeded" },
            new("499", 499, "Request Cancelled"),
        ],
    };

    private static readonly string[] Refused = ["logprobs", "logit_bias", "top_logprobs"];

    /// <summary>The model's own words come beside a failed tool use.</summary>
    private static JsonObject Envelope(VendorError error, string message, string? parameter)
    {
        var body = ErrorEnvelopes.OpenAI(error, message, parameter);
        if (error.Code is "tool_use_failed" or "json_validate_failed")
        {
            body["error"]!["failed_generation"] = "";
        }

        return body;
    }

    private static JsonObject WithStatus(JsonObject body, int status)
    {
        body["error"]!["status_code"] = status;
        return body;
    }

    private static void Chunk(JsonObject chunk, ChunkStep step)
    {
        if (step.IsFinish)
        {
            chunk["x_groq"] = new JsonObject { ["id"] = "req_fake", ["usage"] = OpenAIAnswerWriter.Usage(step.Answer.Usage) };
        }
    }

    private static void Check(WireCall call)
    {
        OpenAIChatCheck.Check(call.Json);
        foreach (var name in Refused)
        {
            if (call.Json.Member(name).Exists())
            {
                throw RequestRefusedException.Invalid($"property '{name}' is unsupported", name);
            }
        }

        if (call.Json.Member("n").Int32OrNull() is not (null or 1))
        {
            throw RequestRefusedException.Invalid("'n' : number must be at most 1", "n");
        }

        if (call.Json.Member("messages").Items().Any(static message => message.Member("name").Exists()))
        {
            throw RequestRefusedException.Invalid("property 'name' is unsupported", "messages");
        }
    }
}
