namespace OneApi.Client.Settings;

/// <summary>Settings that last as long as the process.</summary>
internal sealed class MemoryChannelStore : IChannelStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Kind, string Name), StoredSetting> _settings = [];
    private long _version;

    public bool IsDurable => false;

    public ValueTask<long> GetVersionAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_version);
        }
    }

    public ValueTask<StoredSettings> ListAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(new StoredSettings(_version, [.. _settings.Values.OrderBy(static setting => setting.Version)]));
        }
    }

    public ValueTask<long?> PutAsync(StoredSetting setting, long expectedVersion, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var key = KeyOf(setting.Kind, setting.Name);
        lock (_lock)
        {
            if ((_settings.TryGetValue(key, out var known) ? known.Version : 0) != expectedVersion)
            {
                return new((long?)null);
            }

            _settings[key] = setting with { Version = ++_version };
            return new(_version);
        }
    }

    public ValueTask<bool> RemoveAsync(string kind, string name, long expectedVersion, CancellationToken cancellationToken)
    {
        var key = KeyOf(kind, name);
        lock (_lock)
        {
            if (!_settings.TryGetValue(key, out var known) || known.Version != expectedVersion)
            {
                return new(false);
            }

            _settings.Remove(key);
            _version++;
            return new(true);
        }
    }

    private static (string Kind, string Name) KeyOf(string kind, string name) => (kind, name.ToUpperInvariant());
}
