using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;

namespace OneApi.Client.Relays;

/// <summary>Reads what relayed answers say of their usage: tokens, seconds of sound, searches (protocols/openai.md §12, cohere.md §6, mistral.md §5).</summary>
internal static class RelayUsage
{
    /// <summary>The usage of an object: its own member, or what it says of itself in another way; null where it says nothing.</summary>
    public static UsageDetails? Of(JsonElement root)
    {
        if (Object(root, "usage") is { } usage)
        {
            return OfUsage(usage);
        }

        if (Object(root, "meta") is { } meta)
        {
            return OfMeta(meta);
        }

        return Seconds(root, "duration") is { } seconds ? With(new(), UsageCounts.Seconds, seconds) : null; // whisper's verbose_json
    }

    private static UsageDetails? OfUsage(JsonElement usage)
    {
        var found = new UsageDetails
        {
            InputTokenCount = Count(usage, "input_tokens") ?? Count(usage, "prompt_tokens"),
            OutputTokenCount = Count(usage, "output_tokens") ?? Count(usage, "completion_tokens"),
            TotalTokenCount = Count(usage, "total_tokens"),
        };
        AddDetails(usage, found);
        if ((Seconds(usage, "seconds") ?? Seconds(usage, "prompt_audio_seconds")) is { } seconds)
        {
            With(found, UsageCounts.Seconds, seconds);
        }

        if (found is { InputTokenCount: null, OutputTokenCount: null, TotalTokenCount: { } total })
        {
            found.InputTokenCount = total; // Jina and Voyage count an order's tokens as one number
        }

        return found is { InputTokenCount: null, OutputTokenCount: null, AdditionalCounts: null } ? null : found;
    }

    /// <summary>Sound is part of the input; Mistral counts it beside the prompt, which its own total proves (mistral.md §5).</summary>
    private static void AddDetails(JsonElement usage, UsageDetails found)
    {
        if ((Object(usage, "input_token_details") ?? Object(usage, "input_tokens_details") ?? Object(usage, "prompt_tokens_details")) is not { } details)
        {
            return;
        }

        found.InputAudioTokenCount = Count(details, "audio_tokens");
        found.CachedInputTokenCount = Count(details, "cached_tokens");
        if (found is { InputTokenCount: { } input, InputAudioTokenCount: > 0 and var audio, TotalTokenCount: { } total } && input + audio + (found.OutputTokenCount ?? 0) == total)
        {
            found.InputTokenCount = input + audio;
        }
    }

    private static UsageDetails? OfMeta(JsonElement meta)
    {
        var found = new UsageDetails();
        if (Object(meta, "tokens") is { } tokens)
        {
            found.InputTokenCount = Count(tokens, "input_tokens");
            found.OutputTokenCount = Count(tokens, "output_tokens");
        }

        if (Object(meta, "billed_units") is { } units)
        {
            found.InputTokenCount ??= Count(units, "input_tokens");
            found.OutputTokenCount ??= Count(units, "output_tokens");
            if (Count(units, "search_units") is > 0 and var searches)
            {
                With(found, UsageCounts.Searches, searches);
            }
        }

        return found is { InputTokenCount: null, OutputTokenCount: null, AdditionalCounts: null } ? null : found;
    }

    private static UsageDetails With(UsageDetails usage, string name, long count)
    {
        (usage.AdditionalCounts ??= [])[name] = count;
        return usage;
    }

    private static JsonElement? Object(JsonElement root, string name) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static long? Count(JsonElement element, string name) => Number(element, name) is { } number ? (long)number : null;

    /// <summary>Seconds begun are whole ones.</summary>
    private static long? Seconds(JsonElement element, string name) => Number(element, name) is { } number ? (long)decimal.Ceiling(number) : null;

    private static decimal? Number(JsonElement element, string name)
    {
        if (!element.TryGetProperty(name, out var value))
        {
            return null;
        }

        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDecimal(out var number) ? number : -1,
            JsonValueKind.String => decimal.TryParse(value.GetString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : -1,
            _ => -1,
        };
        return isNumber is >= 0 and < 1_000_000_000_000 ? isNumber : null;
    }
}
