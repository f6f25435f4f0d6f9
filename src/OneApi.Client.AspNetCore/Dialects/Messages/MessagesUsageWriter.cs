using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Writes usage (protocols/anthropic.md §8). Anthropic counts cached input apart, Microsoft.Extensions.AI as part of the input.</summary>
internal static class MessagesUsageWriter
{
    private const string Prefix = "usage.";

    /// <summary>The groups of counts that Anthropic's own usage has; counts of other providers have no place in it.</summary>
    private static readonly string[] Groups = ["cache_creation", "server_tool_use"];

    public static void Write(Utf8JsonWriter writer, UsageDetails? usage, AdditionalPropertiesDictionary? others)
    {
        var read = usage?.CachedInputTokenCount ?? 0;
        var written = usage?.AdditionalCounts?.TryGetValue(UsageCounts.CacheWrites, out var count) == true ? count : 0;
        writer.WriteStartObject();
        writer.WriteNumber("input_tokens"u8, Math.Max(0, (usage?.InputTokenCount ?? 0) - read - written));
        writer.WriteNumber(UsageCounts.CacheWrites, written);
        writer.WriteNumber("cache_read_input_tokens"u8, read);
        foreach (var group in Groups)
        {
            WriteGroup(writer, usage, group);
        }

        writer.WriteNumber("output_tokens"u8, usage?.OutputTokenCount ?? 0);
        if (usage?.ReasoningTokenCount is { } thinking)
        {
            writer.WriteStartObject("output_tokens_details"u8);
            writer.WriteNumber("thinking_tokens"u8, thinking);
            writer.WriteEndObject();
        }

        foreach (var (name, value) in others ?? [])
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal) && name.IndexOf('.', Prefix.Length) < 0)
            {
                writer.WritePropertyName(name.AsSpan(Prefix.Length));
                JsonValues.Write(writer, value);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter writer, UsageDetails? usage, string group)
    {
        var any = false;
        foreach (var (path, count) in usage?.AdditionalCounts ?? [])
        {
            if (path.Length <= group.Length || path[group.Length] != '.' || !path.StartsWith(group, StringComparison.Ordinal))
            {
                continue;
            }

            if (!any)
            {
                writer.WriteStartObject(group);
                any = true;
            }

            writer.WriteNumber(path.AsSpan(group.Length + 1), count);
        }

        if (any)
        {
            writer.WriteEndObject();
        }
    }
}
