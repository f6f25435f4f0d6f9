using OneApi.Client.Testing.Spark;

namespace OneApi.Client.Testing;

/// <summary>iFlytek Spark on loopback: a WebSocket for each version of the model and the image service, with signed addresses; its HTTP service on <c>/v1</c> and <c>/v2</c>, with an APIPassword; the token exchange on <c>/v2.1/chat</c>; embeddings.</summary>
/// <remarks>
/// <para>See <see cref="FakeProvider"/> for how it answers. Over a socket <see cref="FakeRequest.Body"/> is the message that the client sent; a handshake that is refused is a request with an empty body. An answer makes one tool call at most.</para>
/// <para><see cref="FakeProvider.Url"/> is the base URL of the sockets (<c>http</c> stands for <c>ws</c>), of the token exchange and of embeddings; <see cref="HttpUrl"/> is that of the HTTP service.</para>
/// <para><see cref="Fault.ProviderError"/> knows the codes of the vendor's table (<c>10000</c> to <c>11203</c>) and the refused handshakes <c>handshake-missing</c>, <c>handshake-unverified</c>, <c>handshake-mismatch</c>, <c>handshake-clock</c>, <c>handshake-ip</c>. Faults don't strike the token exchange.</para>
/// </remarks>
public sealed class FakeSpark : FakeProvider
{
    /// <summary>The APIPassword that the HTTP service accepts. For <c>x1</c> and <c>spark-x</c> it also accepts key and secret, joined by a colon.</summary>
    public const string ApiPassword = SparkWire.ApiPassword;

    private readonly SparkWire _wire;

    private FakeSpark(SparkWire wire, FakeProviderOptions options)
        : base(wire, options) => _wire = wire;

    /// <summary>Gets the base URL to configure on a channel of the HTTP service.</summary>
    public string HttpUrl => Url + "/v1";

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeSpark Start() => new(new SparkWire(), new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeSpark Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(new SparkWire(), options);
    }

    /// <summary>Makes every token that was issued so far worthless.</summary>
    public void RevokeTokens() => _wire.Tokens.Revoke();
}
