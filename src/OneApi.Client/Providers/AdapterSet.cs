using System.Collections.Frozen;

namespace OneApi.Client.Providers;

/// <summary>The host's own providers, by id.</summary>
internal sealed class AdapterSet(IEnumerable<IProviderAdapter> adapters)
{
    private readonly FrozenDictionary<string, IProviderAdapter> _byId = adapters.ToFrozenDictionary(adapter => adapter.Provider, StringComparer.OrdinalIgnoreCase);

    public IEnumerable<string> Ids => _byId.Keys;

    public IProviderAdapter? Find(string id) => _byId.GetValueOrDefault(id);
}
