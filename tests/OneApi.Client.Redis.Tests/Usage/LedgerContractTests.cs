using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Tests.Usage;

namespace OneApi.Client.Redis.Tests.Usage;

/// <summary>The ledger of a whole gateway: the one in memory, with Redis before it.</summary>
public sealed class LedgerContractTests(SingleRedis redis) : UsageLedgerContract, IAsyncLifetime
{
    private ServiceProvider _services = null!;

    protected override IUsageLedger Ledger => _services.GetRequiredService<IUsageLedger>();

    public async ValueTask InitializeAsync()
    {
        var url = await redis.UrlAsync();
        var services = new ServiceCollection();
        services.AddOneApi().AddRedis(options => (options.Url, options.KeyPrefix) = (url, $"t{Guid.NewGuid():N}:"));
        _services = services.BuildServiceProvider();
    }

    public ValueTask DisposeAsync() => _services?.DisposeAsync() ?? ValueTask.CompletedTask;
}
