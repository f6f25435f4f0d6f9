using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>
/// Reads <c>usage</c> (protocols/qwen.md §11): reasoning tokens are part of the output, cached and image tokens of the input, so
/// nothing is added up but a total that is missing.
/// </summary>
internal static class DashScopeUsageReader
{

    /// <summary>Reads the object at the reader. What is no whole number goes to <paramref name="others"/> under its path.</summary>
    public static UsageDetails? Read(ref Utf8JsonReader reader, ref AdditionalPropertiesDictionary? others)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return null;
        }

        var usage = new UsageDetails();
        ReadMembers(ref reader, usage, prefix: null, ref others);
        if (usage.TotalTokenCount is null && usage is { InputTokenCount: { } input, OutputTokenCount: { } output })
        {
            usage.TotalTokenCount = input + output;
        }

        return usage;
    }

    private static void ReadMembers(ref Utf8JsonReader reader, UsageDetails usage, string? prefix, ref AdditionalPropertiesDictionary? others)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            var name = JsonRead.Text(ref reader);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadMembers(ref reader, usage, prefix is null ? name : prefix + "." + name, ref others);
                continue;
            }

            switch (name)
            {
                case "input_tokens" when prefix is null:
                    usage.InputTokenCount = JsonRead.Int64OrNull(ref reader);
                    break;
                case "output_tokens" when prefix is null:
                    usage.OutputTokenCount = JsonRead.Int64OrNull(ref reader);
                    break;
                case "total_tokens" when prefix is null:
                    usage.TotalTokenCount = JsonRead.Int64OrNull(ref reader);
                    break;
                case "reasoning_tokens" when prefix is "output_tokens_details":
                    usage.ReasoningTokenCount = JsonRead.Int64OrNull(ref reader);
                    break;
                case "cached_tokens" when prefix is "prompt_tokens_details" or "input_tokens_details":
                    usage.CachedInputTokenCount = JsonRead.Int64OrNull(ref reader);
                    break;
                case UsageCounts.CacheWrites when prefix is null or "prompt_tokens_details" or "input_tokens_details":
                    AddOther(ref reader, usage, UsageCounts.CacheWrites, ref others);
                    break;
                default:
                    AddOther(ref reader, usage, prefix is null ? name : prefix + "." + name, ref others);
                    break;
            }
        }
    }

    private static void AddOther(ref Utf8JsonReader reader, UsageDetails usage, string path, ref AdditionalPropertiesDictionary? others)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var count))
        {
            (usage.AdditionalCounts ??= [])[path] = count;
            return;
        }

        (others ??= [])["usage." + path] = JsonRead.Element(ref reader);
    }
}
