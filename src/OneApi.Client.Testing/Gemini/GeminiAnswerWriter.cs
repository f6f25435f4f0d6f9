using System.Text.Json.Nodes;
using OneApi.Client.Testing.Answering;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Gemini;

/// <summary>A whole GenerateContentResponse, and the parts that its stream shares with it.</summary>
internal static class GeminiAnswerWriter
{
    public static JsonObject Write(ChatAnswer answer)
    {
        List<JsonObject> parts = [];

        if (answer.ReasoningPieces.Count > 0)
        {
            parts.Add(Thought(answer.Reasoning));
        }

        if (answer.TextPieces.Count > 0)
        {
            parts.Add(Text(answer.Text));
        }

        parts.AddRange(answer.Calls.Select((call, index) => Call(call, isFirst: index == 0)));

        return Response(answer, parts, ends: true);
    }

    public static JsonObject Text(string text) => new() { ["text"] = text };

    public static JsonObject Thought(string text) => new() { ["text"] = text, ["thought"] = true };

    /// <summary>A call; an id only where the script gave one, a signature only on the turn's first.</summary>
    public static JsonObject Call(AnsweredCall call, bool isFirst)
    {
        var function = new JsonObject { ["name"] = call.Name, ["args"] = WireJson.ParseObjectOrEmpty(call.ArgumentsJson) };
        var part = new JsonObject { ["functionCall"] = function };

        if (call.HasScriptedId)
        {
            function["id"] = call.Id;
        }

        if (isFirst)
        {
            part["thoughtSignature"] = "RmFrZVNpZ25hdHVyZQ==";
        }

        return part;
    }

    /// <summary>One response; the end of a stream, and every whole answer, has the finish reason and all counts.</summary>
    public static JsonObject Response(ChatAnswer answer, IReadOnlyCollection<JsonObject> parts, bool ends)
    {
        var content = new JsonObject { ["role"] = "model" };
        var candidate = new JsonObject { ["content"] = content };

        if (parts.Count > 0)
        {
            content.Insert(0, "parts", new JsonArray([.. parts]));
        }

        if (ends)
        {
            candidate["finishReason"] = answer.FinishReason ?? "STOP";
        }

        candidate["index"] = 0;

        if (ends && answer is { Calls.Count: > 0, FinishReason: null })
        {
            candidate["finishMessage"] = "Model generated function call(s).";
        }

        return new JsonObject
        {
            ["candidates"] = new JsonArray(candidate),
            ["usageMetadata"] = ends ? Usage(answer.Usage) : FirstUsage(answer.Usage),
            ["modelVersion"] = answer.Model,
            ["responseId"] = answer.Id,
        };
    }

    private static JsonObject FirstUsage(FakeUsage usage) => new()
    {
        ["promptTokenCount"] = usage.InputTokens,
        ["totalTokenCount"] = usage.InputTokens,
        ["promptTokensDetails"] = Details(usage.InputTokens),
        ["serviceTier"] = "standard",
    };

    /// <summary>Gemini's candidates exclude the thoughts; counts that are zero are left out.</summary>
    private static JsonObject Usage(FakeUsage usage)
    {
        var json = new JsonObject { ["promptTokenCount"] = usage.InputTokens };

        if (usage.OutputTokens > usage.ReasoningTokens)
        {
            json["candidatesTokenCount"] = usage.OutputTokens - usage.ReasoningTokens;
        }

        json["totalTokenCount"] = usage.InputTokens + usage.OutputTokens;

        if (usage.CachedInputTokens > 0)
        {
            json["cachedContentTokenCount"] = usage.CachedInputTokens;
            json["cacheTokensDetails"] = Details(usage.CachedInputTokens);
        }

        json["promptTokensDetails"] = Details(usage.InputTokens);

        if (usage.ReasoningTokens > 0)
        {
            json["thoughtsTokenCount"] = usage.ReasoningTokens;
        }

        json["serviceTier"] = "standard";
        return json;
    }

    private static JsonArray Details(int tokens) => [new JsonObject { ["modality"] = "TEXT", ["tokenCount"] = tokens }];
}
