using OneApi.Client.Testing.Compatible;

namespace OneApi.Client.Testing;

/// <summary>A vendor or server that speaks OpenAI's wire, on loopback: its own base path, errors, refusals, chunks and usage, chosen by the provider's id.</summary>
/// <remarks>What a vendor does not say of itself is as at <see cref="FakeOpenAI"/>. Servers whose key is optional demand one only when <see cref="FakeProviderOptions.ApiKey"/> names it. See <see cref="FakeProvider"/> for how it answers.</remarks>
public sealed class FakeOpenAICompatible : FakeProvider
{
    private FakeOpenAICompatible(CompatibleVendor vendor, FakeProviderOptions options)
        : base(new CompatibleWire(vendor, vendor.NeedsKey || options.ApiKey is not null), options) => Provider = vendor.Id;

    /// <summary>Gets the ids that can be started, in alphabetical order.</summary>
    public static IReadOnlyList<string> Providers { get; } = [.. CompatibleVendors.All.Select(static vendor => vendor.Id).Order(StringComparer.Ordinal)];

    /// <summary>Gets the id of the provider that it stands for, as in <see cref="Providers"/>.</summary>
    public string Provider { get; }

    /// <summary>Starts it on a free port.</summary>
    /// <param name="provider">The provider's id as in a channel's <c>Provider</c>, in any case: one of <see cref="Providers"/>.</param>
    /// <returns>The running fake; dispose it.</returns>
    /// <exception cref="ArgumentException">No vendor has that id; the message lists those that there are.</exception>
    public static FakeOpenAICompatible Start(string provider) => Start(provider, new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="provider">The provider's id as in a channel's <c>Provider</c>, in any case: one of <see cref="Providers"/>.</param>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    /// <exception cref="ArgumentException">No vendor has that id; the message lists those that there are.</exception>
    public static FakeOpenAICompatible Start(string provider, FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(provider);
        ArgumentNullException.ThrowIfNull(options);

        var vendor = Array.Find(CompatibleVendors.All, row => row.Id.Equals(provider, StringComparison.OrdinalIgnoreCase));
        return vendor is null
            ? throw new ArgumentException($"There is no fake for '{provider}'. Known: {string.Join(", ", Providers)}.", nameof(provider))
            : new(vendor, options);
    }
}
