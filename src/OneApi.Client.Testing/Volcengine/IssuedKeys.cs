using System.Globalization;

namespace OneApi.Client.Testing.Volcengine;

/// <summary>The temporary keys that the control plane has given out, each for its resources and until its end. Thread-safe.</summary>
internal sealed class IssuedKeys
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string[] Resources, DateTimeOffset End)> _keys = new(StringComparer.Ordinal);
    private int _issued;

    /// <summary>Gets how many keys were issued.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _issued;
            }
        }
    }

    public string Issue(string[] resources, DateTimeOffset end)
    {
        lock (_gate)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"fake-ark-issued-key-{++_issued:D8}");
            _keys[key] = (resources, end);
            return key;
        }
    }

    public bool IsGood(string key, string? resource, DateTimeOffset now)
    {
        lock (_gate)
        {
            return _keys.TryGetValue(key, out var issued) && now < issued.End && issued.Resources.Contains(resource);
        }
    }

    public void ExpireAll()
    {
        lock (_gate)
        {
            _keys.Clear();
        }
    }
}
