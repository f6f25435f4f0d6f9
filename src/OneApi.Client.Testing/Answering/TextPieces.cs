namespace OneApi.Client.Testing.Answering;

/// <summary>Cuts text into the pieces in which it is streamed.</summary>
internal static class TextPieces
{
    public static IReadOnlyList<string> Of(string text, int size)
    {
        var pieces = new List<string>();

        for (var start = 0; start < text.Length;)
        {
            var end = Math.Min(text.Length, start + Math.Max(1, size));

            if (end < text.Length && char.IsHighSurrogate(text[end - 1]))
            {
                end++;
            }

            pieces.Add(text[start..end]);
            start = end;
        }

        return pieces;
    }
}
