using System.Net.Http.Headers;
using System.Text;

namespace OneApi.Client.Relays;

/// <summary>
/// Reads a <c>multipart/form-data</c> body that is passed on (RFC 7578, RFC 2046 §5.1): the places of its parts named <c>model</c>, and the texts of what is asked.
/// What servers read in different ways is refused, so that none of them can find a model in it that the gateway did not see.
/// </summary>
internal static class FormBody
{
    private const int MaxParts = 512;
    private const int MaxHeadBytes = 16 * 1024;
    private const int MaxBoundary = 70;

    public static bool IsForm(string contentType) => contentType.AsSpan().TrimStart().StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase);

    public static RelayContent Read(ReadOnlyMemory<byte> body, string contentType)
    {
        var boundary = BoundaryOf(contentType);
        var delimiter = Encoding.ASCII.GetBytes("\r\n--" + boundary);
        var span = body.Span;
        var first = FirstDelimiter(span, delimiter);
        List<Range> models = [];
        List<string> texts = [];
        long fileBytes = 0;
        var wantsEvents = false;
        var parts = 0;
        var at = first + delimiter.Length - 2;
        while (!IsEnd(span[at..]))
        {
            if (++parts > MaxParts)
            {
                throw RelayContent.Unreadable($"The form has more than {MaxParts} parts.");
            }

            at += PaddingOf(span[at..]);
            var head = span[at..].IndexOf("\r\n\r\n"u8);
            if (head is < 0 or > MaxHeadBytes)
            {
                throw RelayContent.Unreadable("A part of the form has no head, or one that is too large.");
            }

            var disposition = FormPartHead.Read(span.Slice(at, head));
            at += head + 4;
            var length = NextDelimiter(span[at..], delimiter);
            var content = span.Slice(at, length);
            switch (disposition)
            {
                case { Name: "model" }:
                    models.Add(at..(at + length));
                    break;
                case { IsFile: true }:
                    fileBytes += length;
                    break;
                case { Name: "stream" }:
                    wantsEvents |= content.SequenceEqual("true"u8) || content.SequenceEqual("True"u8) || content.SequenceEqual("1"u8);
                    break;
                case { Name: "prompt" }:
                    texts.Add(Encoding.UTF8.GetString(content));
                    break;
            }

            at += length + delimiter.Length;
        }

        return new(model => With(body.Span, models, first, boundary, model)) { Texts = texts, FileBytes = fileBytes, WantsEvents = wantsEvents };
    }

    private static string BoundaryOf(string contentType)
    {
        var boundary = MediaTypeHeaderValue.TryParse(contentType, out var type)
            ? type.Parameters.FirstOrDefault(static parameter => parameter.Name.Equals("boundary", StringComparison.OrdinalIgnoreCase))?.Value?.Trim('"')
            : null;
        return boundary is { Length: > 0 and <= MaxBoundary } && Ascii.IsValid(boundary)
            ? boundary
            : throw RelayContent.Unreadable("The content type of the form names no boundary, or one that is not allowed.");
    }

    /// <summary>Where the first delimiter begins, its line break not counted: at the start, or behind a preamble.</summary>
    private static int FirstDelimiter(ReadOnlySpan<byte> body, ReadOnlySpan<byte> delimiter)
    {
        if (body.StartsWith(delimiter[2..]))
        {
            return 0;
        }

        return NextDelimiter(body, delimiter) + 2;
    }

    private static int NextDelimiter(ReadOnlySpan<byte> content, ReadOnlySpan<byte> delimiter)
    {
        var at = content.IndexOf(delimiter[1..]);
        if (at < 0)
        {
            throw RelayContent.Unreadable("The form breaks off: its end mark is missing.");
        }

        return at > 0 && content[at - 1] == (byte)'\r'
            ? at - 1
            : throw RelayContent.Unreadable("The lines of the form must end with CR LF.");
    }

    private static bool IsEnd(ReadOnlySpan<byte> behindDelimiter) => behindDelimiter.StartsWith("--"u8);

    /// <summary>Blanks and the line break behind a delimiter.</summary>
    private static int PaddingOf(ReadOnlySpan<byte> behindDelimiter)
    {
        var blanks = behindDelimiter.IndexOfAnyExcept((byte)' ', (byte)'\t');
        return blanks >= 0 && behindDelimiter[blanks..].StartsWith("\r\n"u8)
            ? blanks + 2
            : throw RelayContent.Unreadable("A delimiter of the form is not a line of its own.");
    }

    private static byte[] With(ReadOnlySpan<byte> body, List<Range> models, int first, string boundary, string model)
    {
        var name = Encoding.UTF8.GetBytes(Line(model));
        if (models.Count == 0)
        {
            return [.. body[..first], .. Encoding.ASCII.GetBytes($"--{boundary}\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n"), .. name, .. "\r\n"u8, .. body[first..]];
        }

        var length = body.Length;
        foreach (var place in models)
        {
            length += name.Length - place.GetOffsetAndLength(body.Length).Length;
        }

        var written = new byte[length];
        var (from, to) = (0, 0);
        foreach (var place in models)
        {
            var (start, size) = place.GetOffsetAndLength(body.Length);
            body[from..start].CopyTo(written.AsSpan(to));
            to += start - from;
            name.CopyTo(written.AsSpan(to));
            to += name.Length;
            from = start + size;
        }

        body[from..].CopyTo(written.AsSpan(to));
        return written;
    }

    /// <summary>The name of a model comes from the configuration or from a caller: it can't end its part.</summary>
    private static string Line(string name) => name.AsSpan().ContainsAny('\r', '\n') ? throw RelayContent.Unreadable("The name of a model is one line.") : name;
}
