using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OneApi.Client.Redis.Admission;
using OneApi.Client.Redis.Authentication;
using OneApi.Client.Redis.Quotas;
using OneApi.Client.Redis.Usage;
using OneApi.Client.Tests.Servers;

namespace OneApi.Client.Redis.Tests.DependencyInjection;

public sealed class AddRedisTests(SingleRedis redis)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheStoresOfRedis_TakeThePlaceOfThoseInMemory()
    {
        await using var provider = Services("redis://localhost").BuildServiceProvider();

        Assert.IsType<RedisQuotaStore>(provider.GetRequiredService<IQuotaStore>());
        Assert.True(provider.GetRequiredService<IQuotaStore>().KeepsRecords);
        Assert.IsType<RedisRateLimitStore>(provider.GetRequiredService<IRateLimitStore>());
        Assert.IsType<RedisUsageLedger>(provider.GetRequiredService<IUsageLedger>());
        Assert.Single(provider.GetServices<IQuotaStore>());
        Assert.Single(provider.GetServices<IUsageLedger>());
    }

    [Fact]
    public async Task CallingItTwice_OnlyConfiguresFurther()
    {
        var services = Services("redis://localhost");
        var count = services.Count;
        services.AddOneApi().AddRedis(static options => options.Buckets = 8);

        Assert.Equal(count + 1, services.Count);
        await using var provider = services.BuildServiceProvider();
        Assert.Equal(("redis://localhost", 8), (provider.GetRequiredService<IOptions<RedisOptions>>().Value.Url, provider.GetRequiredService<IOptions<RedisOptions>>().Value.Buckets));
    }

    /// <summary>Issued tokens are secrets: without a key to seal them with they stay in each process.</summary>
    [Theory]
    [InlineData(null, false)]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    public async Task IssuedTokens_AreSharedOnlyWithAKey(string? key, bool isShared)
    {
        var services = Services("redis://localhost");
        services.Configure<RedisOptions>(options => options.CredentialKey = key);
        await using var provider = services.BuildServiceProvider();

        Assert.Equal(isShared, provider.GetRequiredService<ICredentialCache>() is RedisCredentialCache);
    }

    [Fact]
    public async Task WithoutRecords_TheLedgerIsNotTheStores()
    {
        var services = Services("redis://localhost");
        services.Configure<RedisOptions>(static options => options.KeepsRecords = false);
        await using var provider = services.BuildServiceProvider();

        Assert.False(provider.GetRequiredService<IQuotaStore>().KeepsRecords);
    }

    /// <summary>Whoever registers a ledger after Redis still gets the records; only his reports lag behind.</summary>
    [Fact]
    public async Task ALedgerThatIsRegisteredAfterwards_GetsTheRecordsAllTheSame()
    {
        var ledger = new TestLedger();
        var services = Services(await redis.UrlAsync());
        services.Replace(ServiceDescriptor.Singleton<IUsageLedger>(ledger));
        await using var provider = services.BuildServiceProvider();
        await ChargeAsync(provider.GetRequiredService<IQuotaStore>());

        await provider.GetRequiredService<LedgerMover>().SweepAsync(Stop);

        Assert.Same(ledger, provider.GetRequiredService<IUsageLedger>());
        Assert.Single(ledger.Records);
    }

    [Fact]
    public async Task AHost_StartsMovesAndStops()
    {
        var builder = Host.CreateApplicationBuilder();
        var ledger = new TestLedger();
        builder.Services.AddSingleton<IUsageLedger>(ledger);
        var url = await redis.UrlAsync();
        builder.Services.AddOneApi().AddRedis(options => (options.Url, options.KeyPrefix) = (url, $"t{Guid.NewGuid():N}:"));
        using var host = builder.Build();
        await host.StartAsync(Stop);

        await ChargeAsync(host.Services.GetRequiredService<IQuotaStore>());
        await host.StopAsync(Stop);

        Assert.Equal(40, Assert.Single(ledger.Records).ChargeMicros);
    }

    [Fact]
    public async Task AWrongOption_StopsTheStart_WithoutThePassword()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddOneApi().AddRedis(static options => (options.Url, options.Buckets) = ("redis://:hunter2@host:none", 0));
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Stop));

        Assert.Equal(2, error.Failures.Count());
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARedisThatCantBeReached_DoesNotStopTheStart_AndRefusesCallsWithAQuota()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddOneApi().AddRedis(static options => (options.Url, options.OperationTimeout) = ($"redis://127.0.0.1:{ServerProcess.FreePort()}", TimeSpan.FromSeconds(1)));
        using var host = builder.Build();

        await host.StartAsync(Stop);

        var store = host.Services.GetRequiredService<IQuotaStore>();
        await Assert.ThrowsAsync<QuotaStoreException>(async () => await store.ReserveAsync(new(Guid.NewGuid(), [new("a")], 1, TimeSpan.FromMinutes(1)), Stop));
        await host.StopAsync(Stop);
    }

    private static ServiceCollection Services(string url)
    {
        var services = new ServiceCollection();
        services.AddOneApi().AddRedis(options => (options.Url, options.KeyPrefix) = (url, $"t{Guid.NewGuid():N}:"));
        return services;
    }

    private static async Task ChargeAsync(IQuotaStore store)
    {
        var id = Guid.NewGuid();
        await store.AdjustAsync(new(Guid.NewGuid(), "a", 100, "opening"), Stop);
        await store.ReserveAsync(new(id, [new("a")], 50, TimeSpan.FromMinutes(1)), Stop);
        await store.SettleAsync(new(id, [new("a")], 40, TestRecord.Of(id, 40, "a")), Stop);
    }
}
