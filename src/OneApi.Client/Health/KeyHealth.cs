using System.Collections.Concurrent;

namespace OneApi.Client.Health;

/// <summary>What is known of a key's health, and of each model's behind it.</summary>
internal sealed class KeyHealth(TimeProvider time)
{
    private const int MaxModels = 1024;
    private readonly ConcurrentDictionary<string, HealthCell> _models = new(StringComparer.OrdinalIgnoreCase);

    public HealthCell Key { get; } = new(time);

    public IEnumerable<KeyValuePair<string, HealthCell>> Models => _models;

    /// <summary>The health of a model, by its name on the wire.</summary>
    public HealthCell ModelOf(string model)
    {
        if (_models.TryGetValue(model, out var known))
        {
            return known;
        }

        if (_models.Count >= MaxModels)
        {
            DropBlank(); // names come from callers
        }

        return _models.GetOrAdd(model, static (_, time) => new(time), time);
    }

    private void DropBlank()
    {
        foreach (var (name, cell) in _models)
        {
            if (cell.IsBlank || _models.Count >= 2 * MaxModels)
            {
                _models.TryRemove(name, out _);
            }
        }
    }
}
