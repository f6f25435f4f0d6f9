using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>
/// Usage of one answer (protocols/anthropic.md §8). In a stream it is reported more than once and cumulative: a value replaces the
/// one before, and what is missing or null keeps it.
/// </summary>
internal sealed class AnthropicUsage
{
    private long? _input;
    private long? _cacheWrite;
    private long? _cacheRead;
    private long? _output;
    private long? _reasoning;
    private AdditionalPropertiesDictionary<long>? _counts;

    /// <summary>Reads one report. What is no count goes to <paramref name="others"/> under its path.</summary>
    public void Read(ref Utf8JsonReader reader, ref AdditionalPropertiesDictionary? others)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("input_tokens"u8))
            {
                ReadInto(ref reader, ref _input);
            }
            else if (reader.ValueTextEquals("output_tokens"u8))
            {
                ReadInto(ref reader, ref _output);
            }
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8))
            {
                ReadInto(ref reader, ref _cacheWrite);
            }
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
            {
                ReadInto(ref reader, ref _cacheRead);
            }
            else
            {
                ReadOther(ref reader, ref others);
            }
        }
    }

    /// <summary>The usage, or null when nothing was reported: input includes what was read from and written to the cache.</summary>
    public UsageDetails? ToDetails()
    {
        if (_input is null && _output is null)
        {
            return null;
        }

        var input = _input is null ? null : _input + (_cacheWrite ?? 0) + (_cacheRead ?? 0);
        if (_cacheWrite is { } written)
        {
            (_counts ??= [])["cache_creation_input_tokens"] = written;
        }

        return new()
        {
            InputTokenCount = input,
            OutputTokenCount = _output,
            TotalTokenCount = (input ?? 0) + (_output ?? 0),
            CachedInputTokenCount = _cacheRead,
            ReasoningTokenCount = _reasoning,
            AdditionalCounts = _counts,
        };
    }

    private static void ReadInto(ref Utf8JsonReader reader, ref long? value)
    {
        reader.Read();
        value = JsonRead.Int64OrNull(ref reader) ?? value;
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
            if (name == "output_tokens_details" && reader.ValueTextEquals("thinking_tokens"u8))
            {
                ReadInto(ref reader, ref _reasoning);
                continue;
            }

            var path = name + "." + reader.GetString();
            reader.Read();
            AddOther(ref reader, path, ref others);
        }
    }

    private void AddOther(ref Utf8JsonReader reader, string path, ref AdditionalPropertiesDictionary? others)
    {
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var count))
        {
            (_counts ??= [])[path] = count;
        }
        else if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }
        else
        {
            (others ??= [])["usage." + path] = JsonRead.Element(ref reader);
        }
    }
}
