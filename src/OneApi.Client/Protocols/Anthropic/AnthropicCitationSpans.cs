using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>
/// Gives the citations of a streamed answer back to the text that they belong to. In a stream they come after their text and stand on
/// an empty text of their own, with the region of the message's text that they cover; consumers join the texts before them.
/// </summary>
internal sealed class AnthropicCitationSpans
{
    private List<AnthropicItem>? _items;
    private int _lastText = -1;
    private int _lastStart;
    private int _length;

    /// <summary>Notes a content that will be added to <paramref name="items"/>, or to none.</summary>
    public void Note(List<AnthropicItem>? items, AIContent content)
    {
        if (content is not TextContent text)
        {
            return;
        }

        _items = items;
        _lastText = items?.Count ?? -1;
        _lastStart = _length;
        _length += text.Text.Length;
    }

    public void Attach(List<AnthropicTurn> turns, TextContent late)
    {
        if (_items is null || turns.Count == 0 || turns[^1].Items != _items || _lastText != _items.Count - 1)
        {
            return; // the text that was cited is not sent
        }

        var item = _items[_lastText];
        var text = item.WrittenText;
        var start = StartOf(late) - _lastStart;
        if (start <= 0 || start >= text.Length || string.IsNullOrWhiteSpace(text[..start]) || string.IsNullOrWhiteSpace(text[start..]))
        {
            _items[_lastText] = item with { Annotations = late.Annotations };
            return;
        }

        _items[_lastText] = item with { Text = text[..start] };
        _items.Add(new(item.Content, text[start..], late.Annotations));
        _lastText++;
        _lastStart += start;
    }

    private static int StartOf(TextContent late)
    {
        foreach (var annotation in late.Annotations!)
        {
            if (annotation.AnnotatedRegions is [TextSpanAnnotatedRegion { StartIndex: { } start }, ..])
            {
                return start;
            }
        }

        return 0;
    }
}
