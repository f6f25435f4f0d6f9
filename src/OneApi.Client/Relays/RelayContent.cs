namespace OneApi.Client.Relays;

/// <summary>A caller's body: with any model's name in it, and what the gateway must know of the rest. Immutable.</summary>
internal sealed class RelayContent
{
    private readonly Func<string, byte[]> _with;

    /// <param name="with">Writes the body with another model's name.</param>
    public RelayContent(Func<string, byte[]> with) => _with = with;

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
    public byte[] With(string model) => _with(model);

    /// <summary>The refusal of a body that nobody could serve.</summary>
    public static OneApiException Unreadable(string message, Exception? inner = null) => new(OneApiErrorKind.InvalidRequest, inner)
    {
        ProviderCode = "invalid_body",
        ProviderMessage = message,
    };
}
