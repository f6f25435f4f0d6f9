using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Reads <c>usage</c> (protocols/openai.md §8): cached tokens are part of the input, reasoning tokens of the output.</summary>
internal static class OpenAIUsageReader
{
    private const string AudioInput = "prompt_tokens_details.audio_tokens";

    private static ReadOnlySpan<byte> CacheWritesUtf8 => "cache_creation_input_tokens"u8;
    /// <summary>True for an object whose total is zero: MiniMax's chunks carry one while the answer runs (minimax.md §6).</summary>
    public static bool IsZero(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (JsonRead.NextProperty(ref reader))
        {
            var isTotal = reader.ValueTextEquals("total_tokens"u8);
            reader.Read();
            if (isTotal)
            {
                return JsonRead.Int64OrNull(ref reader) == 0;
            }

            reader.Skip();
        }

        return false;
    }

    /// <summary>Reads the object at the reader. What is no whole number goes to <paramref name="others"/> under its path.</summary>
    public static UsageDetails? Read(ref Utf8JsonReader reader, WireProfile profile, ref AdditionalPropertiesDictionary? others)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return null;
        }

        var usage = new UsageDetails();
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("prompt_tokens"u8))
            {
                reader.Read();
                usage.InputTokenCount = JsonRead.Int64OrNull(ref reader);
            }
            else if (reader.ValueTextEquals("completion_tokens"u8))
            {
                reader.Read();
                usage.OutputTokenCount = JsonRead.Int64OrNull(ref reader);
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                reader.Read();
                usage.TotalTokenCount = JsonRead.Int64OrNull(ref reader);
            }
            else if (reader.ValueTextEquals("cached_tokens"u8) || reader.ValueTextEquals("prompt_cache_hit_tokens"u8) || reader.ValueTextEquals("num_cached_tokens"u8))
            {
                reader.Read();
                usage.CachedInputTokenCount ??= JsonRead.Int64OrNull(ref reader);
            }
            else if (reader.ValueTextEquals("reasoning_tokens"u8))
            {
                reader.Read();
                usage.ReasoningTokenCount ??= JsonRead.Int64OrNull(ref reader);
            }
            else
            {
                ReadOther(ref reader, usage, ref others);
            }
        }

        Finish(usage, profile);
        return usage;
    }

    private static void ReadOther(ref Utf8JsonReader reader, UsageDetails usage, ref AdditionalPropertiesDictionary? others)
    {
        if (OpenAIUsageDetails.Find(ref reader) is { } details)
        {
            ReadDetails(ref reader, usage, details, ref others);
            return;
        }

        var name = JsonRead.Text(ref reader);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            AddOther(ref reader, usage, name, ref others);
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            var path = name + "." + JsonRead.Text(ref reader);
            reader.Read();
            AddOther(ref reader, usage, path, ref others);
        }
    }

    /// <summary>The details that every answer of the vendor repeats: their zeros say nothing and are left out.</summary>
    private static void ReadDetails(ref Utf8JsonReader reader, UsageDetails usage, OpenAIUsageDetails details, ref AdditionalPropertiesDictionary? others)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (details.IsInput && reader.ValueTextEquals("cached_tokens"u8))
            {
                reader.Read();
                usage.CachedInputTokenCount = JsonRead.Int64OrNull(ref reader) ?? usage.CachedInputTokenCount;
            }
            else if (!details.IsInput && reader.ValueTextEquals("reasoning_tokens"u8))
            {
                reader.Read();
                usage.ReasoningTokenCount = JsonRead.Int64OrNull(ref reader) ?? usage.ReasoningTokenCount;
            }
            else if (details.IsInput && reader.ValueTextEquals(CacheWritesUtf8))
            {
                reader.Read();
                AddOther(ref reader, usage, UsageCounts.CacheWrites, ref others); // Qwen, whose native wire has it beside the details too (qwen.md §11)
            }
            else
            {
                var path = details.PathOf(ref reader, out var isUsual);
                reader.Read();
                if (!isUsual || reader.TokenType != JsonTokenType.Number || !reader.ValueSpan.SequenceEqual("0"u8))
                {
                    AddOther(ref reader, usage, path, ref others);
                }
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

    /// <summary>Puts back what a provider counts beside the input or output, where its own total proves it.</summary>
    private static void Finish(UsageDetails usage, WireProfile profile)
    {
        if (usage is not { InputTokenCount: { } input, OutputTokenCount: { } output } || usage.TotalTokenCount == input + output)
        {
            return;
        }

        // xAI counts reasoning beside the completion: 12 + 1 + 290 = 303 (openai-compatible.md §4).
        if (profile.OutputExcludesReasoning && usage is { ReasoningTokenCount: > 0 and var reasoning })
        {
            usage.OutputTokenCount = output + reasoning;
        }

        // Mistral counts audio beside the prompt: 9 + 375 + 248 = 632 (mistral.md §5).
        if (profile.InputExcludesAudio && usage.AdditionalCounts is { } counts && counts.TryGetValue(AudioInput, out var audio) && usage.TotalTokenCount == input + audio + output)
        {
            usage.InputTokenCount = input + audio;
        }
    }
}
