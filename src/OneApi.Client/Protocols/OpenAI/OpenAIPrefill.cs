using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>A last message of the assistant that is the beginning of the answer (mistral.md §2, moonshot.md §3, deepseek.md §3, qwen.md §3, and the servers' own pages).</summary>
internal static class OpenAIPrefill
{
    /// <summary>How the server would go on with a text, or null when it would not, or nobody knows.</summary>
    public static Prefill? Of(ChatRequest request)
    {
        var raw = new RawMembers(request.Raw, request.Options?.AdditionalProperties);
        return request.Profile.Prefill is { } prefill && prefill.IsTakenBy(request.Model) && OpenAIMembers.IsBeta(request) && !raw.Has("messages")
            && !IsOverruled(prefill, raw) && (prefill.WhileThinking || !OpenAIStreaming.IsThinking(request))
            ? prefill
            : null;
    }

    /// <summary>The member that marks the last message of a request as the beginning, or null.</summary>
    public static string? MarkOf(ChatRequest request) =>
        request.Profile.Prefill is { Mark: { } mark } prefill && prefill.IsTakenBy(request.Model) && OpenAIMembers.IsBeta(request)
            && request.Messages.Count > 0 && IsPlainAnswer(request.Messages[^1])
            ? mark
            : null;

    /// <summary>Writes what the server must be told besides.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, ChatRequest request, in RawMembers raw)
    {
        if (!request.Continues || request.Profile.Prefill is not { } prefill)
        {
            return;
        }

        foreach (var (name, value) in prefill.Members)
        {
            if (!raw.Has(name))
            {
                writer.WriteBoolean(name, value);
            }
        }
    }

    private static bool IsOverruled(Prefill prefill, in RawMembers raw)
    {
        foreach (var (name, _) in prefill.Members)
        {
            if (raw.Has(name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPlainAnswer(ChatMessage message) =>
        message.Role == ChatRole.Assistant && !message.Contents.Any(static content => content is FunctionCallContent or FunctionResultContent);
}
