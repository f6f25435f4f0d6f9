using OneApi.Client.Testing.Volcengine;

namespace OneApi.Client.Testing;

/// <summary>ByteDance's Ark on loopback: <c>/api/v3/chat/completions</c>, <c>/bots/chat/completions</c> for bots, <c>/embeddings</c>, <c>/embeddings/multimodal</c> and <c>/images/generations</c>, and under the same base the control plane, <c>/api/v3/?Action=GetApiKey</c>.</summary>
/// <remarks>
/// <para><see cref="FakeProvider.ApiKey"/> is accepted as an API key for every model, and as the access key's id that signs the exchange together with <see cref="FakeProvider.SecretKey"/>. A key from the exchange serves only the endpoint or bot it was issued for, until its end on the clock of <see cref="FakeProviderOptions.TimeProvider"/>. Signatures are verified for real. Faults strike calls only, never the exchange.</para>
/// <para><see cref="Testing.Fault.ProviderError"/> knows the codes of the vendor's table (<c>AuthenticationError</c>, <c>ModelNotOpen</c>, <c>QuotaExceeded</c>, …). See <see cref="FakeProvider"/> for how it answers.</para>
/// </remarks>
public sealed class FakeDoubao : FakeProvider
{
    private readonly DoubaoWire _wire;

    private FakeDoubao(DoubaoWire wire, FakeProviderOptions options)
        : base(wire, options)
    {
        _wire = wire;
    }

    /// <summary>Gets how many keys the control plane has issued.</summary>
    public int KeyExchanges => _wire.Keys.Count;

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeDoubao Start() => Start(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeDoubao Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(new DoubaoWire(), options);
    }

    /// <summary>Ends all issued keys before their time: each is refused with <c>AuthenticationError</c> from now on.</summary>
    public void ExpireKeys() => _wire.Keys.ExpireAll();

    /// <summary>Lets the control plane answer well-signed exchanges with an error.</summary>
    /// <param name="code">The code (<c>AccessDenied</c>, <c>FlowLimitExceeded</c>, <c>InternalError</c>, …); <see langword="null"/> lets it issue keys again.</param>
    /// <param name="status">The HTTP status, 200 included; <see langword="null"/>, the default, means the code's own.</param>
    /// <exception cref="ArgumentException">The control plane has no such error.</exception>
    public void RefuseKeys(string? code, int? status = null)
    {
        if (code is not null && !ArkControlPlane.Knows(code))
        {
            throw new ArgumentException($"The control plane knows no error '{code}'.", nameof(code));
        }

        _wire.Refusal = code is null ? null : (code, status);
    }
}
