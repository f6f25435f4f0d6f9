using System.Text.Json.Nodes;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>Perplexity (docs.perplexity.ai): CR LF, a growing message and usage on every chunk, no <c>[DONE]</c>, roles that alternate.</summary>
internal static class PerplexityVendor
{
    public static readonly CompatibleVendor Row = new("perplexity", "")
    {
        Key = "pplx-fake0123456789abcdefghijklmnopqrstuv",
        HasEmbeddings = false,
        Usage = StreamUsage.OnEvery,
        EndsWithDone = false,
        LineEnd = "\r\n",
        ShapeChunk = Chunk,
        ShapeAnswer = Sources,
        UsageShape = UsageWithSearch,
        Check = Check,
        Errors =
        [
            new("too_many_prompt_tokens", 400, "The prompt has too many tokens.") { Is = ContextLength, Code = "too_many_prompt_tokens", Type = "too_many_prompt_tokens" },
            new("invalid_model", 400, "Invalid model '{model}'.") { Is = ModelNotFound, Code = "invalid_model", Type = "invalid_model" },
            new("400", 400, "Bad request.") { Is = InvalidRequest, Type = "bad_request" },
            new("invalid_api_key", 401, "Invalid API key provided.") { Is = Unauthorized, Code = "invalid_api_key", Type = "invalid_api_key" },
            new("insufficient_quota", 401, "You exceeded your current quota, please check your plan and billing details.") { Is = QuotaExhausted, Code = "insufficient_quota", Type = "insufficient_quota" },
            new("403", 403, "Forbidden."),
            new("429", 429, "Request rate limit exceeded.") { Is = RateLimited },
        ],
    };

    private static void Chunk(JsonObject chunk, ChunkStep step)
    {
        Sources(chunk);
        chunk["object"] = step.IsFinish ? "chat.completion.done" : "chat.completion.chunk";
        chunk["choices"]![0]!["message"] = new JsonObject { ["role"] = "assistant", ["content"] = step.TextSoFar };
    }

    private static void Sources(JsonObject answer)
    {
        answer["citations"] = new JsonArray("https://example.com/source");
        answer["search_results"] = new JsonArray(new JsonObject { ["title"] = "A source", ["url"] = "https://example.com/source", ["date"] = null, ["last_updated"] = null, ["snippet"] = "" });
    }

    private static JsonObject UsageWithSearch(FakeUsage usage) => new()
    {
        ["prompt_tokens"] = usage.InputTokens,
        ["completion_tokens"] = usage.OutputTokens,
        ["total_tokens"] = usage.InputTokens + usage.OutputTokens,
        ["search_context_size"] = "low",
        ["cost"] = new JsonObject { ["input_tokens_cost"] = 0.0, ["output_tokens_cost"] = 0.0, ["request_cost"] = 0.005, ["total_cost"] = 0.005 },
    };

    private static void Check(WireCall call)
    {
        OpenAIChatCheck.Check(call.Json);
        var expected = "user";
        foreach (var role in call.Json.Member("messages").Items().Select(static message => message.Member("role").TextOrNull()).SkipWhile(static role => role is "system"))
        {
            if (role != expected)
            {
                throw RequestRefusedException.Invalid("After the (optional) system message(s), user and assistant roles should be alternating.", "messages");
            }

            expected = expected == "user" ? "assistant" : "user";
        }
    }
}
