using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>
/// Lets an answer that another provider goes on with follow what was delivered. Nothing of it was shown before, but for two things. Some servers
/// repeat the beginning that they are given: where that is known, and where a long beginning comes back letter for letter, it is held back.
/// And white space at the end of what was delivered, which one wire does not take, comes again.
/// </summary>
/// <remarks>
/// A short beginning is not taken for a repetition where the server is not known to repeat ("ha" may well be followed by "ha"), nor is one that
/// is itself a repetition ("ha ha ha …"), whose next round can't be told from its first.
/// </remarks>
internal sealed class Continuer(Continuation continuation, ChatResponseUpdate? last) : ITakeover
{
    /// <summary>From so many characters on, a beginning that comes back letter for letter is one that the server has repeated.</summary>
    private const int LongEnough = 32;

    private readonly string _text = continuation.Text;
    private bool _mayRepeat = continuation.Repeats || (continuation.Text.Length >= LongEnough && !IsRepetition(continuation.Text));
    private int _repeated;
    private int _space;
    private bool _owesHalf = continuation.Half is not null;

    public AttemptReason Reason => AttemptReason.Continue;

    public bool IsThrough => _repeated == 0 && !_owesHalf;

    private bool IsSpaceOver => _space == continuation.Space.Length;

    /// <inheritdoc/>
    /// <remarks>Only half of a pair that is not completed can't be gone on with.</remarks>
    public bool Fits(ChatResponseUpdate update)
    {
        for (var i = 0; i < update.Contents.Count; i++)
        {
            switch (update.Contents[i])
            {
                case TextContent { Text.Length: > 0 } text:
                    if (Take(text.Text) is not { } rest)
                    {
                        return false;
                    }

                    if (rest.Length == 0)
                    {
                        update.Contents.RemoveAt(i--);
                    }
                    else if (!ReferenceEquals(rest, text.Text))
                    {
                        update.Contents[i] = new TextContent(rest) { AdditionalProperties = text.AdditionalProperties, Annotations = text.Annotations };
                    }

                    break;
                case TextContent:
                    break;
                case UsageContent usage when Continuation.Move(usage.Details, continuation.Tokens) is { } moved:
                    update.Contents[i] = new UsageContent(moved);
                    break;
                case UsageContent:
                    update.Contents.RemoveAt(i--); // it says too little; what was delivered is counted
                    break;
                default:
                    if (!Release(update, i, out var released))
                    {
                        return false;
                    }

                    i += released;
                    break;
            }
        }

        // It is still the same message to whoever reads it.
        update.ResponseId = last?.ResponseId ?? update.ResponseId;
        update.MessageId = last?.MessageId ?? update.MessageId;
        return update.FinishReason is null || Release(update, update.Contents.Count, out _);
    }

    public ChatResponseUpdate? Rest()
    {
        var update = new ChatResponseUpdate { Role = last?.Role, ResponseId = last?.ResponseId, MessageId = last?.MessageId, ModelId = last?.ModelId };
        return Release(update, 0, out var released) && released > 0 ? update : null;
    }

    /// <summary>What of a piece is new; null when it can't follow.</summary>
    private string? Take(string piece)
    {
        if (_mayRepeat)
        {
            var common = Math.Min(piece.Length, _text.Length - _repeated);
            if (!piece.AsSpan(0, common).SequenceEqual(_text.AsSpan(_repeated, common)))
            {
                piece = Held() + piece; // it goes on, and has only begun like the beginning
            }
            else if ((_repeated += common) < _text.Length)
            {
                return string.Empty;
            }
            else
            {
                Held();
                piece = piece[common..];
            }
        }

        return IsSpaceOver && !_owesHalf ? piece : Join(piece);
    }

    /// <summary>What was held back; from here on nothing is.</summary>
    private string Held()
    {
        var held = _text[.._repeated];
        _mayRepeat = false;
        _repeated = 0;
        return held;
    }

    /// <summary>Leaves out what repeats the end that was delivered and not sent.</summary>
    private string? Join(string piece)
    {
        var at = 0;
        while (at < piece.Length && !IsSpaceOver && piece[at] == continuation.Space[_space])
        {
            at++;
            _space++;
        }

        if (at == piece.Length)
        {
            return string.Empty;
        }

        _space = continuation.Space.Length;
        if (_owesHalf)
        {
            if (piece[at] != continuation.Half)
            {
                return null;
            }

            at++;
            _owesHalf = false;
        }

        return at == 0 ? piece : piece[at..];
    }

    /// <summary>Nothing is said behind what is held back before that is said itself.</summary>
    private bool Release(ChatResponseUpdate update, int at, out int released)
    {
        released = 0;
        if (_repeated == 0)
        {
            return true;
        }

        if (Join(Held()) is not { } text)
        {
            return false;
        }

        if (text.Length > 0)
        {
            update.Contents.Insert(at, new TextContent(text));
            released = 1;
        }

        return true;
    }

    /// <summary>Whether a text is one piece said at least twice, the last time perhaps in part: by the longest end of it that it begins with.</summary>
    private static bool IsRepetition(string text)
    {
        var borders = new int[text.Length];
        for (int i = 1, border = 0; i < text.Length; i++)
        {
            while (border > 0 && text[i] != text[border])
            {
                border = borders[border - 1];
            }

            borders[i] = text[i] == text[border] ? ++border : border;
        }

        return borders[^1] * 2 >= text.Length;
    }
}
