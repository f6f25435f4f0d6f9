using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Finish reasons of this wire and of the servers that have words of their own (openai.md §8 and the provider pages).</summary>
internal static class OpenAIFinish
{
    /// <summary>Reads a finish reason; null, <c>""</c> and <c>"null"</c> mean "not finished".</summary>
    /// <param name="reader">Stands at the value.</param>
    /// <param name="word">The provider's own word, for <see cref="ThrowIfNoAnswer"/>.</param>
    public static ChatFinishReason? Read(ref Utf8JsonReader reader, out string? word)
    {
        word = null;
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        if (reader.ValueTextEquals("stop"u8))
        {
            return ChatFinishReason.Stop;
        }

        if (reader.ValueTextEquals("tool_calls"u8) || reader.ValueTextEquals("function_call"u8))
        {
            return ChatFinishReason.ToolCalls;
        }

        word = JsonRead.Text(ref reader);
        return word switch
        {
            "length" or "model_length" or "max_output" or "model_context_window_exceeded" => ChatFinishReason.Length,
            "content_filter" or "sensitive" => ChatFinishReason.ContentFilter,
            "null" => null,
            _ => string.IsNullOrWhiteSpace(word) ? null : new(word),
        };
    }

    /// <summary>How to infer the reason where the server tells none, or null where it tells them (spark.md §6, §11).</summary>
    public static Func<bool, UsageDetails?, ChatFinishReason>? InferenceFor(ChatRequest request)
    {
        if (!request.Profile.InfersFinish)
        {
            return null;
        }

        var limit = request.Options?.MaxOutputTokens;
        return (hasCalls, usage) => hasCalls ? ChatFinishReason.ToolCalls : usage?.OutputTokenCount >= limit ? ChatFinishReason.Length : ChatFinishReason.Stop;
    }

    /// <summary>True when MiniMax's flags say that its filter stepped in, whatever the finish reason says (minimax.md §4).</summary>
    public static bool IsSensitive(AdditionalPropertiesDictionary? members) => IsTrue(members, "output_sensitive") || IsTrue(members, "input_sensitive");

    /// <summary>True when one of the members by which the server's filter speaks says so (wenxin.md §6, doubao.md §4).</summary>
    public static bool IsFiltered(AdditionalPropertiesDictionary? members, WireProfile profile)
    {
        foreach (var name in profile.FilterMembers)
        {
            if (members is not null && members.TryGetValue(name, out var value) && value is JsonElement flag && IsSet(flag))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsSet(JsonElement flag) => flag.ValueKind == JsonValueKind.True || (flag.ValueKind == JsonValueKind.String && !flag.ValueEquals(""u8)) || (flag.ValueKind == JsonValueKind.Number && flag.TryGetDouble(out var number) && number != 0);

    private static bool IsTrue(AdditionalPropertiesDictionary? members, string name) =>
        members is not null && members.TryGetValue(name, out var value) && value is JsonElement { ValueKind: JsonValueKind.True };

    /// <summary>Refuses an end that is a fault, and an answer with nothing in it. Reasoning that used the whole limit is an answer (openai.md §8).</summary>
    public static void ThrowIfNoAnswer(ProviderEndpoint endpoint, ChatFinishReason? finish, string? word, bool hasContent, UsageDetails? usage)
    {
        // insufficient_system_resource leaves what was said as it is (deepseek.md §6).
        if (word is "error" or "network_error" or "abort" || (word is "insufficient_system_resource" && !hasContent))
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ProviderUnavailable, "The answer was broken off.", word);
        }

        if (hasContent)
        {
            return;
        }

        if (finish is null || finish == ChatFinishReason.Stop || finish == ChatFinishReason.ToolCalls)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.EmptyResponse, usage: usage);
        }

        if (finish == ChatFinishReason.ContentFilter)
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ContentFiltered, "Nothing of the answer passed the provider's filter.", "content_filter");
        }

        if (word is "model_context_window_exceeded")
        {
            throw ProviderFaults.Of(endpoint, OneApiErrorKind.ContextLengthExceeded, "The model's window was full before the answer began.", word);
        }
    }
}
