using OneApi.Client.Routing;

namespace OneApi.Client.Tests.Routing;

internal sealed class SeededRandom(int seed) : RandomSource
{
    private readonly Random _random = new(seed);

    public override double Next() => _random.NextDouble();
}
