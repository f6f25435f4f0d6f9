using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>Reads <c>Usage</c> (protocols/hunyuan.md §7): the count of cached tokens is a string.</summary>
internal static class HunyuanUsageReader
{
    public static UsageDetails? Read(ref Utf8JsonReader reader)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return null;
        }

        var usage = new UsageDetails();
        ReadMembers(ref reader, usage, prefix: null);
        if (usage is { TotalTokenCount: null, InputTokenCount: { } input })
        {
            usage.TotalTokenCount = input + (usage.OutputTokenCount ?? 0);
        }

        return usage;
    }

    private static void ReadMembers(ref Utf8JsonReader reader, UsageDetails usage, string? prefix)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            var name = JsonRead.Text(ref reader);
            var path = prefix is null ? name : prefix + "." + name;
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadMembers(ref reader, usage, path);
            }
            else if (JsonRead.Int64OrNull(ref reader) is { } count)
            {
                Add(usage, path, count);
            }
        }
    }

    private static void Add(UsageDetails usage, string path, long count)
    {
        switch (path)
        {
            case "PromptTokens":
                usage.InputTokenCount = count;
                break;
            case "CompletionTokens":
                usage.OutputTokenCount = count;
                break;
            case "TotalTokens":
                usage.TotalTokenCount = count;
                break;
            case "PromptTokensDetails.CachedTokens":
                usage.CachedInputTokenCount = count;
                break;
            default:
                (usage.AdditionalCounts ??= [])[path] = count;
                break;
        }
    }
}
