using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>
/// Puts streamed <c>reasoning_details</c> together: texts and summaries of one index are joined, signatures and data
/// come once (openai-compatible.md §5). The array must go back unchanged in tool loops.
/// </summary>
internal sealed class ReasoningDetailsAssembler(bool growing)
{
    private readonly List<Item> _items = [];

    /// <summary>Adds one delta and returns its readable text.</summary>
    public string Add(JsonElement delta)
    {
        var added = new StringBuilder();
        foreach (var part in delta.EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.Object)
            {
                Merge(part, added);
            }
        }

        return growing ? added.ToString() : OpenAIContentParts.DetailsText(delta);
    }

    public TextReasoningContent ToContent(string provider)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonWrite.WriterOptions))
        {
            writer.WriteStartArray();
            foreach (var item in _items)
            {
                item.WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        var content = new TextReasoningContent(string.Empty) { ProtectedData = Encoding.UTF8.GetString(buffer.WrittenSpan) };
        OpaqueState.Mark(content, provider);
        return content;
    }

    private void Merge(JsonElement part, StringBuilder added)
    {
        var index = Raw(part, "index");
        var type = Raw(part, "type");
        var item = _items.Find(known => known.Index == index && known.Type == type);
        if (item is null)
        {
            item = new(index, type);
            _items.Add(item);
        }

        item.Add(part, growing, added);
    }

    private static string? Raw(JsonElement part, string name) => part.TryGetProperty(name, out var value) ? value.GetRawText() : null;

    /// <summary>One detail, its members in the order in which they came.</summary>
    private sealed class Item(string? index, string? type)
    {
        private readonly OrderedDictionary<string, JsonElement> _members = [];
        private readonly Dictionary<string, StringBuilder> _texts = [];

        public string? Index { get; } = index;

        public string? Type { get; } = type;

        public void Add(JsonElement part, bool growing, StringBuilder added)
        {
            foreach (var member in part.EnumerateObject())
            {
                if (member.Name is "text" or "summary" && member.Value.ValueKind == JsonValueKind.String)
                {
                    Append(TextOf(member.Name), JsonRead.Text(member.Value), growing, added);
                }

                // A later null does not take back what was said (a signature comes once).
                if (member.Value.ValueKind != JsonValueKind.Null || !_members.ContainsKey(member.Name))
                {
                    _members[member.Name] = member.Value;
                }
            }
        }

        /// <summary>A text that begins with all that was said before says it again and goes on (minimax.md §5).</summary>
        private static void Append(StringBuilder text, string piece, bool growing, StringBuilder added)
        {
            if (growing && text.Length > 0 && piece.Length >= text.Length && piece.StartsWith(text.ToString(), StringComparison.Ordinal))
            {
                piece = piece[text.Length..];
            }

            text.Append(piece);
            added.Append(piece);
        }

        public void WriteTo(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            foreach (var (name, value) in _members)
            {
                writer.WritePropertyName(name);
                if (_texts.TryGetValue(name, out var text))
                {
                    writer.WriteStringValue(text.ToString());
                }
                else
                {
                    writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true); // as it came, valid Unicode or not
                }
            }

            writer.WriteEndObject();
        }

        private StringBuilder TextOf(string name)
        {
            if (!_texts.TryGetValue(name, out var text))
            {
                _texts[name] = text = new();
            }

            return text;
        }
    }
}
