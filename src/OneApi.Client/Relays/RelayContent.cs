namespace OneApi.Client.Relays;

/// <summary>A caller's body: where in it the model is named, and what the gateway must know of the rest. Immutable.</summary>
internal sealed class RelayContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly List<Range> _models;
    private readonly int _insertAt;
    private readonly Func<string, bool, byte[]> _write;

    /// <param name="body">The body.</param>
    /// <param name="models">Every place where it names a model.</param>
    /// <param name="insertAt">Where the name goes when there is none.</param>
    /// <param name="write">Writes a name for such a place; or, when asked to, with all that a place of its own needs.</param>
    public RelayContent(ReadOnlyMemory<byte> body, List<Range> models, int insertAt, Func<string, bool, byte[]> write)
    {
        _body = body;
        _models = models;
        _insertAt = insertAt;
        _write = write;
    }

    /// <summary>Gets the texts that count as input.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>Gets the size of all files.</summary>
    public long FileBytes { get; init; }

    /// <summary>Gets a value indicating whether the caller asks for events.</summary>
    public bool WantsEvents { get; init; }

    /// <summary>Gets how many characters the texts have, a pair of surrogates being one.</summary>
    public long Characters
    {
        get
        {
            long count = 0;
            foreach (var text in Texts)
            {
                foreach (var _ in text.EnumerateRunes())
                {
                    count++;
                }
            }

            return count;
        }
    }

    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.InvalidRequest"/>: the body can't be read.</exception>
    public static RelayContent Read(ReadOnlyMemory<byte> body, string contentType) =>
        FormBody.IsForm(contentType) ? FormBody.Read(body, contentType) : JsonRelayBody.Read(body);

    /// <summary>The same bytes with another model's name. Every place gets it: a server that reads the last of several sees no other.</summary>
    public byte[] With(string model)
    {
        var source = _body.Span;
        if (_models.Count == 0)
        {
            return [.. source[.._insertAt], .. _write(model, true), .. source[_insertAt..]];
        }

        var name = _write(model, false);
        var length = source.Length;
        foreach (var place in _models)
        {
            length += name.Length - place.GetOffsetAndLength(source.Length).Length;
        }

        var written = new byte[length];
        var (from, to) = (0, 0);
        foreach (var place in _models)
        {
            var (start, size) = place.GetOffsetAndLength(source.Length);
            source[from..start].CopyTo(written.AsSpan(to));
            to += start - from;
            name.CopyTo(written.AsSpan(to));
            to += name.Length;
            from = start + size;
        }

        source[from..].CopyTo(written.AsSpan(to));
        return written;
    }

    /// <summary>The refusal of a body that nobody could serve.</summary>
    public static OneApiException Unreadable(string message, Exception? inner = null) => new(OneApiErrorKind.InvalidRequest, inner)
    {
        ProviderCode = "invalid_body",
        ProviderMessage = message,
    };
}
