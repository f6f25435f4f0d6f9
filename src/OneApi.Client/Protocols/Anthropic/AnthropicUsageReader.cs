using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>
/// Collects <c>usage</c> (protocols/anthropic.md §8). In a stream it comes twice and is cumulative: a later value takes the place of an
/// earlier one, a missing or null one leaves it.
/// </summary>
internal sealed class AnthropicUsageReader
{

    private readonly UsageDetails _usage = new();
    private bool _any;
    private long? _input;

    /// <summary>Reads the object at the reader. What is no whole number goes to <paramref name="others"/> under its path.</summary>
    public void Read(ref Utf8JsonReader reader, ref AdditionalPropertiesDictionary? others)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        _any = true;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("input_tokens"u8))
            {
                reader.Read();
                _input = JsonRead.Int64OrNull(ref reader) ?? _input;
            }
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
            {
                reader.Read();
                _usage.CachedInputTokenCount = JsonRead.Int64OrNull(ref reader) ?? _usage.CachedInputTokenCount;
            }
            else if (reader.ValueTextEquals("output_tokens"u8))
            {
                reader.Read();
                _usage.OutputTokenCount = JsonRead.Int64OrNull(ref reader) ?? _usage.OutputTokenCount;
            }
            else
            {
                ReadOther(ref reader, ref others);
            }
        }
    }

    /// <summary>The totals, or null when the provider reported none. Anthropic counts cached input apart, Microsoft.Extensions.AI as part of the input.</summary>
    public UsageDetails? ToUsage()
    {
        if (!_any)
        {
            return null;
        }

        long? written = _usage.AdditionalCounts?.TryGetValue(UsageCounts.CacheWrites, out var count) == true ? count : null;
        if (_input is not null || written is not null || _usage.CachedInputTokenCount is not null)
        {
            _usage.InputTokenCount = (_input ?? 0) + (written ?? 0) + (_usage.CachedInputTokenCount ?? 0);
        }

        if (_usage.InputTokenCount is not null || _usage.OutputTokenCount is not null)
        {
            _usage.TotalTokenCount = (_usage.InputTokenCount ?? 0) + (_usage.OutputTokenCount ?? 0);
        }

        return _usage;
    }

    private void ReadOther(ref Utf8JsonReader reader, ref AdditionalPropertiesDictionary? others)
    {
        var name = reader.GetString()!;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            AddOther(ref reader, name, ref others);
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            var path = name + "." + reader.GetString();
            reader.Read();
            if (path == "output_tokens_details.thinking_tokens")
            {
                _usage.ReasoningTokenCount = JsonRead.Int64OrNull(ref reader) ?? _usage.ReasoningTokenCount;
            }
            else
            {
                AddOther(ref reader, path, ref others);
            }
        }
    }

    private void AddOther(ref Utf8JsonReader reader, string path, ref AdditionalPropertiesDictionary? others)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var count))
        {
            (_usage.AdditionalCounts ??= [])[path] = count;
            return;
        }

        (others ??= [])["usage." + path] = JsonRead.Element(ref reader);
    }
}
