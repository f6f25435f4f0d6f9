using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>
/// Reads <c>usageMetadata</c> (protocols/gemini.md §8): the prompt includes what was cached but not what tools brought in,
/// the candidates leave the thoughts out. A count of zero is not on the wire.
/// </summary>
internal static class GeminiUsageReader
{
    public const string Member = "usageMetadata";

    /// <summary>True when the object at the reader has a count; Vertex sends some with <c>trafficType</c> alone (vertex.md §3).</summary>
    public static bool HasCounts(Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.Number)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    /// <summary>Reads the object at the reader. What is no count goes to <paramref name="others"/> under its path.</summary>
    /// <returns>The usage, or null when there is no count in it.</returns>
    public static UsageDetails? Read(ref Utf8JsonReader reader, ref AdditionalPropertiesDictionary? others)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return null;
        }

        var usage = new UsageDetails();
        long? prompt = null;
        long? tools = null;
        long? candidates = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("promptTokenCount"u8))
            {
                prompt = Count(ref reader);
            }
            else if (reader.ValueTextEquals("candidatesTokenCount"u8))
            {
                candidates = Count(ref reader);
            }
            else if (reader.ValueTextEquals("thoughtsTokenCount"u8))
            {
                usage.ReasoningTokenCount = Count(ref reader);
            }
            else if (reader.ValueTextEquals("totalTokenCount"u8))
            {
                usage.TotalTokenCount = Count(ref reader);
            }
            else if (reader.ValueTextEquals("cachedContentTokenCount"u8))
            {
                usage.CachedInputTokenCount = Count(ref reader);
            }
            else if (reader.ValueTextEquals("toolUsePromptTokenCount"u8))
            {
                tools = Count(ref reader);
                Add(usage, "toolUsePromptTokenCount", tools);
            }
            else
            {
                ReadOther(ref reader, usage, ref others);
            }
        }

        if ((prompt ?? tools ?? candidates ?? usage.ReasoningTokenCount ?? usage.TotalTokenCount) is null)
        {
            return null;
        }

        usage.InputTokenCount = (prompt ?? 0) + (tools ?? 0);
        usage.OutputTokenCount = (candidates ?? 0) + (usage.ReasoningTokenCount ?? 0);
        usage.TotalTokenCount ??= usage.InputTokenCount + usage.OutputTokenCount;
        return usage;
    }

    private static long? Count(ref Utf8JsonReader reader)
    {
        reader.Read();
        return JsonRead.Int64OrNull(ref reader);
    }

    private static void ReadOther(ref Utf8JsonReader reader, UsageDetails usage, ref AdditionalPropertiesDictionary? others)
    {
        var name = reader.GetString()!;
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                break;
            case JsonTokenType.StartArray when name.EndsWith("Details", StringComparison.Ordinal):
                ReadModalities(ref reader, usage, name);
                break;
            case JsonTokenType.Number when reader.TryGetInt64(out var count):
                Add(usage, name, count);
                break;
            default:
                (others ??= [])[Member + "." + name] = JsonRead.Element(ref reader);
                break;
        }
    }

    private static void ReadModalities(ref Utf8JsonReader reader, UsageDetails usage, string name)
    {
        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            string? modality = null;
            long? count = null;
            while (JsonRead.NextProperty(ref reader))
            {
                if (reader.ValueTextEquals("modality"u8))
                {
                    reader.Read();
                    modality = JsonRead.StringOrNull(ref reader);
                }
                else if (reader.ValueTextEquals("tokenCount"u8))
                {
                    count = Count(ref reader);
                }
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }

            Add(usage, name + "." + (modality ?? "MODALITY_UNSPECIFIED"), count ?? 0);
        }
    }

    private static void Add(UsageDetails usage, string name, long? count)
    {
        if (count is { } number)
        {
            var counts = usage.AdditionalCounts ??= [];
            counts.TryGetValue(name, out var known);
            counts[name] = known + number;
        }
    }
}
