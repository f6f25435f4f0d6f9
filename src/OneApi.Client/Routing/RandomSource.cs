namespace OneApi.Client.Routing;

/// <summary>Chance for weights and jitter; replaced in tests. Never used for secrets.</summary>
internal class RandomSource
{
    private readonly Lock _lock = new();
    private readonly Random _random = new();

    /// <summary>A number from 0 up to, but not including, 1.</summary>
    public virtual double Next()
    {
        lock (_lock)
        {
            return _random.NextDouble();
        }
    }
}
