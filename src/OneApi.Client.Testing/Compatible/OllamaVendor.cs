using System.Text.Json.Nodes;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;
using static OneApi.Client.Testing.Serving.WireErrorKind;

namespace OneApi.Client.Testing.Compatible;

/// <summary>Ollama's compatible endpoint (docs.ollama.com/api/openai-compatibility): images as data only, effort words of its own.</summary>
internal static class OllamaVendor
{
    public static readonly CompatibleVendor Row = new("ollama", "/v1")
    {
        Key = "ollama-fake-0123456789abcdefghijkl",
        NeedsKey = false,
        IdPrefixes = ("chatcmpl-", "call_fake"),
        ReasoningField = "reasoning",
        ShapeAnswer = static answer => answer["system_fingerprint"] = "fp_ollama",
        ShapeChunk = static (chunk, _) => chunk["system_fingerprint"] = "fp_ollama",
        Check = Check,
        Errors =
        [
            new("400_support", 400, "\"{model}\" does not support tools") { Type = "api_error" },
            new("context_length", 400, "the input length exceeds the context length") { Is = ContextLength, Type = "api_error" },
            new("prompt_too_long", 400, "prompt too long; exceeded max context length by 12 tokens") { Type = "api_error" },
            new("400", 400, "invalid request") { Is = InvalidRequest, Type = "api_error" },
            new("401", 401, "unauthorized") { Is = Unauthorized, Type = "api_error" },
            new("402", 402, "this model requires a subscription") { Type = "api_error" },
            new("403", 403, "remote inference is disabled") { Type = "api_error" },
            new("404", 404, "model '{model}' not found") { Is = ModelNotFound, Type = "api_error" },
            new("429", 429, "you have reached your hourly limit") { Is = RateLimited, Type = "api_error" },
            new("429_weekly", 429, "you have reached your weekly limit") { Is = QuotaExhausted, Type = "api_error" },
            new("429_usage", 429, "you have reached your usage limit") { Type = "api_error" },
            new("499", 499, "client closed request") { Type = "api_error" },
            new("500_memory", 500, "model requires more system memory than is available") { Type = "api_error" },
            new("503", 503, "server busy, please try again. maximum pending requests exceeded") { Is = Overloaded, Type = "api_error" },
        ],
    };

    private static readonly string[] Efforts = ["none", "minimal", "low", "medium", "high", "max", "xhigh", "ultra"];

    private static void Check(WireCall call)
    {
        OpenAIChatCheck.Check(call.Json);
        var effort = call.Json.Member("reasoning_effort").TextOrNull() ?? call.Json.Member("reasoning").Member("effort").TextOrNull();
        if (effort is not null && !Efforts.Contains(effort))
        {
            throw RequestRefusedException.Invalid($"invalid reasoning value: '{effort}'");
        }

        foreach (var part in call.Json.Member("messages").Items().SelectMany(static message => message.Member("content").Items()))
        {
            var url = part.Member("image_url").Member("url").TextOrNull() ?? part.Member("image_url").TextOrNull();
            if (url is not null && !url.StartsWith("data:", StringComparison.Ordinal))
            {
                throw RequestRefusedException.Invalid("invalid image input");
            }
        }
    }
}
