using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>What the choices cost that are not read. Moonshot counts each choice's answer in the choice itself (moonshot.md §5).</summary>
internal sealed class OtherChoices
{
    private readonly Dictionary<long, long> _outputs = [];

    /// <summary>Reads the choice at the reader for its usage only.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        var index = OpenAIChoice.IndexOf(reader) ?? _outputs.Count + 1;
        while (JsonRead.NextProperty(ref reader))
        {
            var isUsage = reader.ValueTextEquals("usage"u8);
            reader.Read();
            if (isUsage && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadUsage(ref reader, index);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Adds the answers to a usage that counts one choice only; the prompt is read once for all.</summary>
    public UsageDetails AddTo(UsageDetails usage)
    {
        foreach (var output in _outputs.Values)
        {
            usage.OutputTokenCount += output;
            usage.TotalTokenCount += output;
        }

        return usage;
    }

    private void ReadUsage(ref Utf8JsonReader reader, long index)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            var isOutput = reader.ValueTextEquals("completion_tokens"u8);
            reader.Read();
            if (isOutput)
            {
                _outputs[index] = JsonRead.Int64OrNull(ref reader) ?? 0;
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
