using System.Collections.Frozen;

namespace OneApi.Client.Providers;

/// <summary>The host's own providers, by id.</summary>
internal sealed class AdapterSet
{
    private readonly FrozenDictionary<string, IProviderAdapter> _byId;

    public AdapterSet(IEnumerable<IProviderAdapter> adapters)
    {
        var byId = new Dictionary<string, IProviderAdapter>(StringComparer.OrdinalIgnoreCase);
        foreach (var adapter in adapters)
        {
            if (string.IsNullOrWhiteSpace(adapter.Provider) || ProviderCatalogue.Find(adapter.Provider) is not null || !byId.TryAdd(adapter.Provider, adapter))
            {
                Errors.Add($"Provider adapter {adapter.GetType()}: its id '{adapter.Provider}' is empty or taken; give it one of its own.");
            }
        }

        _byId = byId.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Gets what is wrong with the adapters themselves; start-up reports it.</summary>
    public List<string> Errors { get; } = [];

    public IEnumerable<string> Ids => _byId.Keys;

    public IProviderAdapter? Find(string id) => _byId.GetValueOrDefault(id);
}
