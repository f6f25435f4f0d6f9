using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>The usage of a bot that reports none of its own: the sum of <c>bot_usage.model_usage</c>, one item for each model it asked (doubao.md §4).</summary>
internal static class OpenAIBotUsage
{
    public static UsageDetails? Of(AdditionalPropertiesDictionary? members, WireProfile profile) =>
        members is not null && members.TryGetValue("bot_usage", out var value) && value is JsonElement element ? Read(JsonMarshal.GetRawUtf8Value(element), profile) : null;

    /// <summary>Reads the member's JSON; empty, and anything without such items, gives null.</summary>
    public static UsageDetails? Read(ReadOnlySpan<byte> json, WireProfile profile)
    {
        if (json.IsEmpty)
        {
            return null;
        }

        UsageDetails? sum = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (!JsonRead.EnterObject(ref reader))
        {
            return null;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("model_usage"u8))
            {
                Add(ref reader, profile, ref sum);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return sum;
    }

    private static void Add(ref Utf8JsonReader reader, WireProfile profile, ref UsageDetails? sum)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            AdditionalPropertiesDictionary? names = null; // the item names its model; the whole stands in the response's properties
            if (OpenAIUsageReader.Read(ref reader, profile, ref names) is { } usage)
            {
                (sum ??= new()).Add(usage);
            }
        }
    }
}
