namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Half a character at the end of a piece waits for its other half: no piece alone would say it.</summary>
internal sealed class WholeCharacters
{
    private const string Lost = "\uFFFD";
    private char _half;

    /// <summary>Gives what can be said of a piece, with the half that waited.</summary>
    public string Take(string piece)
    {
        if (_half != default)
        {
            piece = _half + piece;
            _half = default;
        }

        if (piece.Length > 0 && char.IsHighSurrogate(piece[^1]))
        {
            _half = piece[^1];
            piece = piece[..^1];
        }

        return piece;
    }

    /// <summary>Gives what stands for a half that waits in vain; empty where none does.</summary>
    public string End()
    {
        var isLost = _half != default;
        _half = default;
        return isLost ? Lost : string.Empty;
    }
}
