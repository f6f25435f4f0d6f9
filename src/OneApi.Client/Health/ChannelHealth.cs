using System.Collections.Concurrent;

namespace OneApi.Client.Health;

/// <summary>What is known of a channel's health: its connection, its keys, its models behind each key, and whether a person has switched it off. Outlives reloads.</summary>
internal sealed class ChannelHealth(TimeProvider time)
{
    private const int MaxModels = 1024;
    private readonly ConcurrentDictionary<string, KeyHealth> _keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ChannelSpeed> _speeds = new(StringComparer.OrdinalIgnoreCase);
    private volatile ChannelSwitch? _switchedOff;

    /// <summary>Gets the health of the connection, which all keys and models share.</summary>
    public HealthCell Connection { get; } = new(time);

    /// <summary>Gets or sets who has switched the channel off, or null.</summary>
    public ChannelSwitch? SwitchedOff
    {
        get => _switchedOff is { } off && (off.Until is null || off.Until > time.GetUtcNow()) ? off : null;
        set => _switchedOff = value;
    }

    public IEnumerable<KeyValuePair<string, KeyHealth>> Keys => _keys;

    /// <summary>The health of a key, by its fingerprint: a new key begins anew.</summary>
    public KeyHealth KeyOf(string fingerprint) => _keys.GetOrAdd(fingerprint, static (_, time) => new(time), time);

    public ChannelSpeed SpeedOf(string model)
    {
        if (_speeds.TryGetValue(model, out var known))
        {
            return known;
        }

        if (_speeds.Count >= MaxModels)
        {
            _speeds.Clear(); // names come from callers
        }

        return _speeds.GetOrAdd(model, static (_, time) => new(time), time);
    }
}
