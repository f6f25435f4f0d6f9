using Microsoft.Extensions.AI;

namespace OneApi.Client.Pricing;

/// <summary>The tokens of a call by kind. The parts are inside their totals: cached, written and sound inside input; reasoning and sound inside output.</summary>
internal readonly record struct BilledTokens
{
    /// <summary>Where the wires put what Microsoft.Extensions.AI has no member for.</summary>
    private static readonly string[] CacheWriteNames =
    [
        UsageCounts.CacheWrites, "prompt_tokens_details.cache_write_tokens", "input_tokens_details.cache_write_tokens",
        "prompt_tokens_details.cache_creation_input_tokens", "input_tokens_details.cache_creation_input_tokens",
    ];

    private static readonly string[] AudioInputNames =
        ["prompt_tokens_details.audio_tokens", "input_tokens_details.audio_tokens", "promptTokensDetails.AUDIO"];

    private static readonly string[] AudioOutputNames =
        ["completion_tokens_details.audio_tokens", "output_tokens_details.audio_tokens", "candidatesTokensDetails.AUDIO"];

    public long Input { get; init; }

    public long CachedInput { get; init; }

    public long CacheWrite { get; init; }

    public long AudioInput { get; init; }

    public long Output { get; init; }

    public long Reasoning { get; init; }

    public long AudioOutput { get; init; }

    public long Images { get; init; }

    /// <summary>What a provider reported. Impossible numbers are brought into their bounds: a part is never larger than what is left of its total.</summary>
    public static BilledTokens Of(UsageDetails usage)
    {
        var input = Math.Max(usage.InputTokenCount ?? 0, 0);
        var cached = Part(usage.CachedInputTokenCount, input);
        var written = Part(Find(usage, CacheWriteNames), input - cached);
        var output = Math.Max(usage.OutputTokenCount ?? 0, 0);
        var reasoning = Part(usage.ReasoningTokenCount, output);
        return new()
        {
            Input = input,
            CachedInput = cached,
            CacheWrite = written,
            AudioInput = Part(usage.InputAudioTokenCount ?? Find(usage, AudioInputNames), input - cached - written),
            Output = output,
            Reasoning = reasoning,
            AudioOutput = Part(usage.OutputAudioTokenCount ?? Find(usage, AudioOutputNames), output - reasoning),
            Images = Math.Max(usage.AdditionalCounts?.GetValueOrDefault(UsageCounts.Images) ?? 0, 0),
        };
    }

    private static long Part(long? count, long whole) => Math.Clamp(count ?? 0, 0, whole);

    private static long? Find(UsageDetails usage, string[] names)
    {
        if (usage.AdditionalCounts is not { } counts)
        {
            return null;
        }

        foreach (var name in names)
        {
            if (counts.TryGetValue(name, out var count))
            {
                return count;
            }
        }

        return null;
    }
}
