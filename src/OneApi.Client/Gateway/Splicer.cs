using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>
/// Lets a new answer take the place of one that broke: what repeats exactly what was delivered is held back, and from there on it flows. The
/// first difference ends it: then the two are not the same answer.
/// </summary>
internal sealed class Splicer(string text, string thoughts, ChatResponseUpdate? last) : ITakeover
{
    private int _text;
    private int _thoughts;

    public AttemptReason Reason => AttemptReason.Splice;

    /// <summary>Gets a value indicating whether everything that was delivered has been repeated.</summary>
    public bool IsThrough => _text == text.Length && _thoughts == thoughts.Length;

    /// <summary>Takes out of an update what was delivered before.</summary>
    /// <returns>Whether the update belongs to the same answer; its contents are what is new.</returns>
    public bool Fits(ChatResponseUpdate update)
    {
        for (var i = 0; i < update.Contents.Count; i++)
        {
            var (fits, rest) = update.Contents[i] switch
            {
                TextContent content => Text(content),
                TextReasoningContent content => Thought(content),
                UsageContent usage => (true, usage),
                var other => (IsThrough, other),
            };
            if (!fits)
            {
                return false;
            }

            if (rest is null)
            {
                update.Contents.RemoveAt(i--);
                continue;
            }

            update.Contents[i] = rest;
        }

        // It is still the same message to whoever reads it.
        update.ResponseId = last?.ResponseId ?? update.ResponseId;
        update.MessageId = last?.MessageId ?? update.MessageId;
        return update.FinishReason is null || IsThrough;
    }

    public ChatResponseUpdate? Rest() => null;

    private (bool Fits, AIContent? New) Text(TextContent content)
    {
        if (!Repeats(content.Text, text, ref _text, out var rest) || (rest.Length > 0 && !IsThrough))
        {
            return (false, null);
        }

        return (true, rest.Length == 0 ? null : rest.Length == content.Text.Length ? content : new TextContent(rest) { AdditionalProperties = content.AdditionalProperties, Annotations = content.Annotations });
    }

    private (bool Fits, AIContent? New) Thought(TextReasoningContent content)
    {
        if (content.ProtectedData is not null && !IsThrough)
        {
            return (false, null);
        }

        if (!Repeats(content.Text, thoughts, ref _thoughts, out var rest) || (rest.Length > 0 && _text < text.Length))
        {
            return (false, null); // more thoughts than before: they would stand behind the text that was shown
        }

        return (true, rest.Length == 0 && content.ProtectedData is null ? null : rest.Length == content.Text.Length ? content : new TextReasoningContent(rest) { ProtectedData = content.ProtectedData, AdditionalProperties = content.AdditionalProperties });
    }

    private static bool Repeats(string piece, string delivered, ref int at, out string rest)
    {
        var common = Math.Min(piece.Length, delivered.Length - at);
        rest = common == 0 ? piece : piece[common..];
        if (!piece.AsSpan(0, common).SequenceEqual(delivered.AsSpan(at, common)))
        {
            return false;
        }

        at += common;
        return true;
    }
}
