using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Sends reasoning back to the servers that want it, and only what they made themselves (openai-compatible.md §1, §5).</summary>
internal static class OpenAIReasoning
{
    public const string Details = "reasoning_details";

    /// <summary>Writes how hard to think, in the words and members that the server knows.</summary>
    public static void WriteEffort(Utf8JsonWriter writer, ChatRequest request, ReasoningEffort effort, in RawMembers raw)
    {
        var profile = request.Profile;
        var word = !profile.ReasoningEffort || (effort == ReasoningEffort.None && profile.ThinkingSwitch != ThinkingSwitch.None) ? null : profile.ReasoningEfforts[IndexOf(effort)];
        if (word is null && profile.ThinkingSwitch == ThinkingSwitch.None && !raw.Has("reasoning_effort"))
        {
            request.Warnings.NotHonoured("Reasoning.Effort", profile.ReasoningEffort ? "The provider knows no such effort." : "The provider has no such setting.");
            return;
        }

        WriteSwitch(writer, profile.ThinkingSwitch, effort != ReasoningEffort.None, raw);
        if (word is not null)
        {
            WriteWord(writer, request, word, IndexOf(effort), raw);
        }
    }

    private static void WriteWord(Utf8JsonWriter writer, ChatRequest request, string word, int index, in RawMembers raw)
    {
        if (raw.Has("reasoning_effort") || (request.Profile.ReasoningObject && raw.Has("reasoning")))
        {
            return;
        }

        if (Array.IndexOf(request.Profile.ReasoningEfforts, word) != index)
        {
            request.Warnings.Adjusted("Reasoning.Effort", "The provider knows no such effort; the nearest that it knows was sent.");
        }

        if (!request.Profile.ReasoningObject)
        {
            writer.WriteString("reasoning_effort"u8, word);
            return;
        }

        writer.WriteStartObject("reasoning"u8);
        writer.WriteString("effort"u8, word);
        writer.WriteEndObject();
    }

    private static void WriteSwitch(Utf8JsonWriter writer, ThinkingSwitch kind, bool on, in RawMembers raw)
    {
        if (kind == ThinkingSwitch.Flag && !raw.Has("enable_thinking"))
        {
            writer.WriteBoolean("enable_thinking"u8, on);
        }
        else if (kind == ThinkingSwitch.Object && !raw.Has("thinking"))
        {
            writer.WriteStartObject("thinking"u8);
            writer.WriteString("type"u8, on ? "enabled"u8 : "disabled"u8);
            writer.WriteEndObject();
        }
    }

    private static int IndexOf(ReasoningEffort effort) => effort switch
    {
        ReasoningEffort.None => 0,
        ReasoningEffort.Low => 1,
        ReasoningEffort.Medium => 2,
        ReasoningEffort.High => 3,
        _ => 4,
    };

    /// <summary>Reasoning that came between tags in the text goes back there, unchanged (minimax.md §5).</summary>
    public static string? TaggedText(ChatRequest request, List<TextReasoningContent> reasoning)
    {
        foreach (var part in reasoning)
        {
            if (part.ProtectedData is not null)
            {
                return null; // it goes back as details
            }
        }

        var text = string.Concat(reasoning.Where(part => OpaqueState.IsMadeBy(part, request.Endpoint.Provider)).Select(static part => part.Text));
        return text.Length == 0 ? null : $"<think>\n{text}\n</think>\n\n";
    }

    public static void WriteBack(Utf8JsonWriter writer, ChatRequest request, List<TextReasoningContent> reasoning)
    {
        var field = request.Profile.ReasoningReplayField;
        if (field is null)
        {
            return;
        }

        if (field == Details)
        {
            foreach (var part in reasoning)
            {
                if (part.ProtectedData is { } details && OpaqueState.BelongsTo(part, request.Endpoint.Provider))
                {
                    writer.WritePropertyName("reasoning_details"u8);
                    writer.WriteRawValue(details);
                    return;
                }
            }

            return;
        }

        var text = string.Concat(reasoning.Select(static part => part.Text));
        if (text.Length > 0)
        {
            writer.WriteString(field, text);
        }
    }
}
