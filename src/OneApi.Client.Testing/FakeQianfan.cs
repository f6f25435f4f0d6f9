using OneApi.Client.Testing.Baidu;

namespace OneApi.Client.Testing;

/// <summary>Baidu's Qianfan (version 2) on loopback: <c>/v2/chat/completions</c>, <c>/v2/embeddings</c>, <c>/v2/images/generations</c> and <c>/v2/models</c>, with a bearer key, or with a token that <c>/v2/v1/BCE-BEARER/token</c> issues for a signed request.</summary>
/// <remarks>
/// <para><see cref="FakeProvider.ApiKey"/> is accepted as a permanent key, and as the id of the access key that signs the exchange together with <see cref="FakeProvider.SecretKey"/>. Signatures and tokens are verified for real, on the clock of <see cref="FakeProviderOptions.TimeProvider"/>. Faults strike calls only, never the exchange.</para>
/// <para><see cref="Testing.Fault.ProviderError"/> knows the codes of the vendor's table (<c>invalid_iam_token</c>, <c>account_overdue</c>, <c>rpm_rate_limit_exceeded</c>, …). See <see cref="FakeProvider"/> for how it answers.</para>
/// </remarks>
public sealed class FakeQianfan : FakeProvider
{
    private readonly IssuedTokens _tokens;

    private FakeQianfan(QianfanWire wire, FakeProviderOptions options)
        : base(wire, options)
    {
        _tokens = wire.Tokens;
    }

    /// <summary>Gets how many tokens were issued.</summary>
    public int TokenExchanges => _tokens.Exchanges;

    /// <summary>Gets or sets how long the tokens hold that are issued from now on.</summary>
    /// <value>The default is 12 hours.</value>
    public TimeSpan TokenLifetime
    {
        get => _tokens.Lifetime;
        set => _tokens.Lifetime = value;
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeQianfan Start() => Start(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeQianfan Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(new QianfanWire(), options);
    }

    /// <summary>Ends all tokens before their time: each is refused with <c>invalid_iam_token</c> from now on.</summary>
    public void ExpireTokens() => _tokens.Expire();
}
