using System.Text;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>
/// Takes reasoning out of text that begins with <c>&lt;think&gt;</c> (minimax.md §5). Only a tag at the very beginning counts,
/// and it may be cut anywhere: what may still become a tag is held back.
/// </summary>
internal sealed class ThinkTags
{
    private const string Open = "<think>";
    private const string Close = "</think>";

    private readonly StringBuilder _held = new();
    private State _state = State.Begin;

    private enum State
    {
        Begin,
        ThinkBegin,
        Thinking,
        TextBegin,
        Text,
    }

    /// <summary>Takes one piece; gives what of it is reasoning and what is text, null where nothing is sure yet.</summary>
    public (string? Reasoning, string? Text) Add(string piece)
    {
        if (_state == State.Text)
        {
            return (null, piece);
        }

        _held.Append(piece);
        var held = _held.ToString();
        string? reasoning = null;
        if (_state == State.Begin)
        {
            var begin = held.TrimStart();
            if (begin.Length < Open.Length && Open.StartsWith(begin, StringComparison.Ordinal))
            {
                return (null, null);
            }

            if (!begin.StartsWith(Open, StringComparison.Ordinal))
            {
                return (null, EndWith(held));
            }

            held = begin[Open.Length..];
            _state = State.ThinkBegin;
        }

        if (_state == State.ThinkBegin)
        {
            held = held.TrimStart('\r', '\n');
            _state = held.Length > 0 ? State.Thinking : State.ThinkBegin;
        }

        if (_state is State.ThinkBegin or State.Thinking)
        {
            var close = held.IndexOf(Close, StringComparison.Ordinal);
            if (close < 0)
            {
                var sure = held.Length - LengthOfDoubt(held);
                Hold(held[sure..]);
                return (sure == 0 ? null : held[..sure], null);
            }

            reasoning = held[..close].TrimEnd('\r', '\n');
            held = held[(close + Close.Length)..];
            _state = State.TextBegin;
        }

        held = held.TrimStart('\r', '\n');
        Hold(string.Empty);
        _state = held.Length > 0 ? State.Text : State.TextBegin;
        return (string.IsNullOrEmpty(reasoning) ? null : reasoning, held.Length > 0 ? held : null);
    }

    /// <summary>What is still held at the end.</summary>
    public (string? Reasoning, string? Text) Complete()
    {
        var held = _held.ToString();
        _held.Clear();
        if (_state is State.ThinkBegin or State.Thinking)
        {
            held = held.TrimEnd('\r', '\n');
            return (held.Length > 0 ? held : null, null);
        }

        return (null, held.Length > 0 ? held : null);
    }

    private string EndWith(string text)
    {
        _state = State.Text;
        Hold(string.Empty);
        return text;
    }

    private void Hold(string text)
    {
        _held.Clear();
        _held.Append(text);
    }

    /// <summary>How many characters at the end may belong to the closing tag, line ends before it included.</summary>
    private static int LengthOfDoubt(string text)
    {
        var tag = 0;
        for (var length = Math.Min(Close.Length - 1, text.Length); length > 0; length--)
        {
            if (Close.AsSpan().StartsWith(text.AsSpan(text.Length - length), StringComparison.Ordinal))
            {
                tag = length;
                break;
            }
        }

        var start = text.Length - tag;
        while (start > 0 && text[start - 1] is ('\r' or '\n'))
        {
            start--;
        }

        return text.Length - start;
    }
}
