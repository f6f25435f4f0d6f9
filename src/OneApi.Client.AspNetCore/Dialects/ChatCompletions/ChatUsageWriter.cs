using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Writes usage (protocols/openai.md §8): cached tokens are part of the prompt's, reasoning tokens of the completion's.</summary>
internal static class ChatUsageWriter
{
    private const string Prompt = "prompt_tokens_details";
    private const string Completion = "completion_tokens_details";
    private const string Written = "cache_write_tokens";

    public static void Write(Utf8JsonWriter writer, UsageDetails usage)
    {
        var input = usage.InputTokenCount ?? 0;
        var output = usage.OutputTokenCount ?? 0;
        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("prompt_tokens"u8, input);
        writer.WriteNumber("completion_tokens"u8, output);
        writer.WriteNumber("total_tokens"u8, usage.TotalTokenCount ?? input + output);
        WriteDetails(writer, usage, Prompt, "cached_tokens", usage.CachedInputTokenCount, usage.AdditionalCounts?.GetValueOrDefault(UsageCounts.CacheWrites));
        WriteDetails(writer, usage, Completion, "reasoning_tokens", usage.ReasoningTokenCount, written: null);
        writer.WriteEndObject();
    }

    /// <param name="writer">Where to.</param>
    /// <param name="usage">All that was counted.</param>
    /// <param name="name">The object's name.</param>
    /// <param name="first">The member that is always there.</param>
    /// <param name="value">Its count.</param>
    /// <param name="written">The tokens that a cache was given, where a wire that counts them under another name has said so.</param>
    private static void WriteDetails(Utf8JsonWriter writer, UsageDetails usage, string name, string first, long? value, long? written)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber(first, value ?? 0);
        if (written > 0 && usage.AdditionalCounts?.ContainsKey(name + "." + Written) != true)
        {
            writer.WriteNumber(Written, written.Value);
        }

        foreach (var (path, count) in usage.AdditionalCounts ?? [])
        {
            if (path.Length > name.Length + 1 && path.StartsWith(name, StringComparison.Ordinal) && path[name.Length] == '.' && !path.AsSpan(name.Length + 1).SequenceEqual(first))
            {
                writer.WriteNumber(path.AsSpan(name.Length + 1), count);
            }
        }

        writer.WriteEndObject();
    }
}
