using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Volcengine;

/// <summary>Parts of Ark's answers that differ from OpenAI's.</summary>
internal static class DoubaoAnswers
{
    public static JsonObject Usage(FakeUsage usage) => new()
    {
        ["prompt_tokens"] = usage.InputTokens,
        ["completion_tokens"] = usage.OutputTokens,
        ["total_tokens"] = usage.InputTokens + usage.OutputTokens,
        ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.CachedInputTokens, ["provisioned_tokens"] = 0 },
        ["completion_tokens_details"] = new JsonObject { ["reasoning_tokens"] = usage.ReasoningTokens },
    };

    /// <summary>What a bot adds: its sources and the usage of the models that it asked. Its own <c>usage</c> is missing.</summary>
    public static JsonObject BotMembers(FakeUsage usage) => new()
    {
        ["references"] = new JsonArray(),
        ["bot_usage"] = new JsonObject
        {
            ["model_usage"] = new JsonArray(new JsonObject
            {
                ["name"] = "ep-20250101000000-model",
                ["prompt_tokens"] = usage.InputTokens,
                ["completion_tokens"] = usage.OutputTokens,
                ["total_tokens"] = usage.InputTokens + usage.OutputTokens,
            }),
            ["action_usage"] = new JsonArray(),
        },
        ["metadata"] = new JsonObject(),
    };

    /// <summary>One vector for the whole of a multimodal input; <c>data</c> is an object.</summary>
    public static WireAnswer MultimodalEmbedding(WireCall call)
    {
        OpenAIBodyCheck.RequireObjectWithModel(call.Json);
        call.RequireKnownModel();
        var texts = OpenAIBodyCheck.Required(call.Json, "input").Items().Select(static part => part.Member("text").TextOrNull() ?? part.Member("image_url").Member("url").TextOrNull()).ToArray();

        if (texts.Length == 0 || Array.Exists(texts, static text => text is null))
        {
            throw RequestRefusedException.Invalid("The parameter `input` is not valid: parts of the types text and image_url are expected.", "input");
        }

        var text = string.Concat(texts);
        var tokens = FakeUsage.Count(text);
        var answer = new JsonObject
        {
            ["id"] = call.NextId("fakeark"),
            ["created"] = call.UnixSeconds,
            ["model"] = call.Request.Model,
            ["object"] = "list",
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens, ["prompt_tokens_details"] = new JsonObject { ["text_tokens"] = tokens, ["image_tokens"] = 0 } },
        };

        if (!call.IsEmptied)
        {
            answer["data"] = new JsonObject { ["embedding"] = new JsonArray([.. SampleVector.Of(text, 2048).Select(static value => JsonValue.Create(value))]), ["object"] = "embedding" };
        }

        return WireAnswer.Json(answer);
    }
}
