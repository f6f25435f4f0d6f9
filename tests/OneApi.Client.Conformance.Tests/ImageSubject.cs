using OneApi.Client.Testing;

namespace OneApi.Client.Conformance.Tests;

/// <summary>One way to have images made, and the fake that stands for it.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="Model">The model.</param>
/// <param name="Start">Starts the fake.</param>
internal sealed record ImageSubject(string Provider, string Model, Func<FakeProviderOptions, FakeProvider> Start)
{
    public Action<ChannelConfig>? Configure { get; init; }

    /// <summary>Gets a value indicating whether images may come as addresses.</summary>
    public bool GivesAddresses { get; init; }

    /// <summary>Gets a value indicating whether the provider works at a task that is polled.</summary>
    public bool IsTask { get; init; }

    /// <summary>Gets a value indicating whether images can be edited.</summary>
    public bool Edits { get; init; } = true;

    /// <summary>Gets a value indicating whether the provider filters images.</summary>
    public bool Filters { get; init; } = true;

    /// <summary>Gets a value indicating whether a success with nothing in it is the vendor's way to say that all was filtered (Imagen).</summary>
    public bool EmptyMeansFiltered { get; init; }

    /// <summary>Gets the faults that the provider's page has no error for.</summary>
    public string[] UnknownFaults { get; init; } = [];

    /// <summary>Gets what ends a task that nobody waits for any more, as method and end of the path; null where the page gives no way.</summary>
    public (string Method, string Path)? Abandon { get; init; }

    /// <summary>Gets the member in which the seed travels, or null where the model knows none.</summary>
    public string? Seed { get; init; } = "seed";

    public string Name => $"{Provider} ({Model})";

    public ChannelConfig ChannelTo(FakeProvider fake, string name)
    {
        var channel = new ChannelConfig { Name = name, Provider = Provider, ApiKey = fake.ApiKey, SecretKey = fake.SecretKey, BaseUrl = fake.Url, ModelMap = { ["picture"] = Model }, Models = { "picture" } };
        channel.Timeouts.Connect = null; // the eager clock would use it up
        Configure?.Invoke(channel);
        return channel;
    }
}
