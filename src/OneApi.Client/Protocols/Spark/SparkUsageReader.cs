using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Spark;

/// <summary>Reads <c>usage.text</c> (protocols/spark.md §5, §11). What the question alone took is for information: the prompt is what is billed.</summary>
internal static class SparkUsageReader
{
    /// <summary>Reads the object at the reader; null when there is none in it.</summary>
    public static UsageDetails? Read(ref Utf8JsonReader reader)
    {
        UsageDetails? usage = null;
        if (!JsonRead.EnterObject(ref reader))
        {
            return null;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            var isText = reader.ValueTextEquals("text"u8);
            reader.Read();
            if (isText && reader.TokenType == JsonTokenType.StartObject)
            {
                usage = ReadText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return usage;
    }

    private static UsageDetails ReadText(ref Utf8JsonReader reader)
    {
        var usage = new UsageDetails();
        while (JsonRead.NextProperty(ref reader))
        {
            var name = JsonRead.Text(ref reader);
            reader.Read();
            var count = JsonRead.Int64OrNull(ref reader);
            switch (name)
            {
                case "prompt_tokens":
                    usage.InputTokenCount = count;
                    break;
                case "completion_tokens":
                    usage.OutputTokenCount = count;
                    break;
                case "total_tokens":
                    usage.TotalTokenCount = count;
                    break;
                case var _ when count is { } known:
                    (usage.AdditionalCounts ??= [])[name] = known;
                    break;
            }
        }

        usage.TotalTokenCount ??= usage.InputTokenCount + usage.OutputTokenCount;
        return usage;
    }
}
