using OneApi.Client.Testing.Baidu;

namespace OneApi.Client.Testing;

/// <summary>Baidu's Wenxin Workshop (ERNIE, version 1) on loopback: <c>/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/*</c> and <c>…/embeddings/*</c>, with a token that <c>/oauth/2.0/token</c> issues for <see cref="FakeProvider.ApiKey"/> and <see cref="FakeProvider.SecretKey"/>, or with a BCE signature of the same pair.</summary>
/// <remarks>
/// <para>Tokens and signatures are verified for real, on the clock of <see cref="FakeProviderOptions.TimeProvider"/>: a token that it did not issue is answered with 110, one that has ended with 111, a wrong signature with 14. Faults strike calls only, never the exchange.</para>
/// <para><see cref="Testing.Fault.ProviderError"/> knows every <c>error_code</c> of the vendor's table: 1, 2, 3, 4, 6, 13, 14, 15, 17, 18, 19, 100, 110, 111, 336000 to 336007, 336100 to 336117, 336501, 336502, 500000. A request names its model in the path, so <see cref="FakeRequest.Model"/> is the endpoint's name. See <see cref="FakeProvider"/> for how it answers.</para>
/// </remarks>
public sealed class FakeWenxin : FakeProvider
{
    private readonly IssuedTokens _tokens;

    private FakeWenxin(WenxinWire wire, FakeProviderOptions options)
        : base(wire, options)
    {
        _tokens = wire.Tokens;
    }

    /// <summary>Gets how many tokens were issued.</summary>
    public int TokenExchanges => _tokens.Exchanges;

    /// <summary>Gets or sets how long the tokens hold that are issued from now on.</summary>
    /// <value>The default is 30 days, as the vendor's do.</value>
    public TimeSpan TokenLifetime
    {
        get => _tokens.Lifetime;
        set => _tokens.Lifetime = value;
    }

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeWenxin Start() => Start(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeWenxin Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(new WenxinWire(), options);
    }

    /// <summary>Ends all tokens before their time: each is answered with 111 from now on.</summary>
    public void ExpireTokens() => _tokens.Expire();

    /// <summary>Forgets all tokens: each is answered with 110 from now on.</summary>
    public void RevokeTokens() => _tokens.Revoke();
}
