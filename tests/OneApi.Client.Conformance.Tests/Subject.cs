using OneApi.Client.Providers;
using OneApi.Client.Testing;

namespace OneApi.Client.Conformance.Tests;

/// <summary>One way to speak to one provider, and the fake that stands for it.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="Protocol">The wire's word in configuration.</param>
/// <param name="Model">A model that does not reason.</param>
/// <param name="Start">Starts the fake.</param>
internal sealed record Subject(string Provider, string Protocol, string Model, Func<FakeProviderOptions, FakeProvider> Start)
{
    /// <summary>Gets what the channel needs besides the fake's address and keys.</summary>
    public Action<ChannelConfig>? Configure { get; init; }

    /// <summary>Gets the wire's word for an answer that reached its output limit.</summary>
    public string LengthWord { get; init; } = "length";

    /// <summary>Gets the embedding model, where the wire has embeddings.</summary>
    public string EmbeddingModel { get; init; } = "text-embedding-3-small";

    /// <summary>Gets the kinds that the vendor's page gives to faults, by the names of <see cref="ErrorCases"/>, where it says another than most.</summary>
    public Dictionary<string, OneApiErrorKind> KindsOfItsPage { get; init; } = [];

    /// <summary>Gets the path where the fake issues tokens, if it does: a request there is no call.</summary>
    public string? TokenPath { get; init; }

    /// <summary>Gets the name in tables and test names; a scheme that is not the wire's first is part of it.</summary>
    public string Name => Scheme is null ? $"{Provider} ({Protocol})" : $"{Provider} ({Protocol}, {Scheme})";

    /// <summary>Gets the authentication scheme, where the wire takes several.</summary>
    public string? Scheme { get; init; }

    /// <summary>Gets a value indicating whether the wire can say how long to wait.</summary>
    public bool StatesWaits { get; init; } = true;

    /// <summary>Gets a value indicating whether it lives on tokens that the provider issues, which can be issued anew.</summary>
    public bool IssuesTokens => (Scheme ?? Wire.Schemes[0]) is "baidu-token" or "bce-bearer" or "ark-api-key" or "spark-token";

    public ProviderWire Wire => ProviderCatalogue.Find(Provider)!.Wires.Single(wire => wire.Name == Protocol);

    /// <summary>Says whether a request is a call, and not a refused handshake or the fetching of a credential.</summary>
    public bool IsCall(FakeRequest request) => request.Body.Length > 0 && request.Path != TokenPath && !request.Query.ContainsKey("Action");

    public ChannelConfig ChannelTo(FakeProvider fake)
    {
        var channel = new ChannelConfig
        {
            Name = "one",
            Provider = Provider,
            Protocol = Protocol,
            Authentication = Scheme,
            ApiKey = fake.ApiKey,
            SecretKey = fake.SecretKey,
            AppId = fake.AppId,
            BaseUrl = fake.Url,
            Models = { "*" },
        };
        Configure?.Invoke(channel);
        return channel;
    }
}
