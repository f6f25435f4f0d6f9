using System.Collections.Frozen;

namespace OneApi.Client.Providers;

/// <summary>All providers that are known by name. The one place that joins a wire, a scheme and a profile.</summary>
internal static class ProviderCatalogue
{
    private static readonly FrozenDictionary<string, ProviderDefinition> ById = InternationalProviders.All
        .Concat(HostingProviders.All)
        .Concat(ChineseProviders.All)
        .Concat(SelfHostedProviders.All)
        .Concat(ImageProviders.All)
        .ToFrozenDictionary(row => row.Id, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<ProviderDefinition> All => ById.Values.OrderBy(row => row.Id, StringComparer.Ordinal);

    public static ProviderDefinition? Find(string id) => ById.GetValueOrDefault(id);
}
