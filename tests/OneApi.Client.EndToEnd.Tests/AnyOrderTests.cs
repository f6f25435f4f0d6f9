using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OneApi.Client.Tests.Servers;

namespace OneApi.Client.EndToEnd.Tests;

/// <summary>Redis serves the calls and the database is behind it, whichever was added first.</summary>
public sealed class AnyOrderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RedisAndADatabase_InAnyOrder_AreHotPathAndLedger(bool redisFirst)
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server and redis-cli are not installed on this machine.");
        await using var redis = await RedisServer.StartAsync(appendOnly: true);
        var folder = Directory.CreateTempSubdirectory("oneapi-").FullName;
        var database = Path.Combine(folder, "oneapi.db");
        using (var host = Build(redis.Url, database, redisFirst))
        {
            await host.StartAsync(Stop);
            var quotas = host.Services.GetRequiredService<IQuotaStore>();
            var id = Guid.NewGuid();
            await quotas.AdjustAsync(new(Guid.NewGuid(), "a", 100, "opening"), Stop);
            await quotas.ReserveAsync(new(id, [new("a")], 50, TimeSpan.FromMinutes(1)), Stop);
            await quotas.SettleAsync(new(id, [new("a")], 40, Record(id)), Stop);
            await host.Services.GetRequiredService<IChannelFactStore>().PutAsync(Switch, Switch.SaidAt, Stop);

            Assert.Equal(["RedisQuotaStore"], host.Services.GetServices<IQuotaStore>().Select(static store => store.GetType().Name));
            Assert.Equal("RedisRateLimitStore", host.Services.GetRequiredService<IRateLimitStore>().GetType().Name);
            Assert.Equal("RedisUsageLedger", host.Services.GetRequiredService<IUsageLedger>().GetType().Name);
            Assert.Equal("EntityFrameworkAccessTokenStore", host.Services.GetRequiredService<IAccessTokenStore>().GetType().Name);
            await host.StopAsync(Stop);
        }

        var services = new ServiceCollection();
        services.AddOneApi(static options => options.Tokens.Pepper = new string('p', 48)).AddEntityFrameworkCore(options => options.UseSqlite(database));
        await using (var behind = services.BuildServiceProvider())
        {
            Assert.Equal(40, (await behind.GetRequiredService<IUsageLedger>().ReadAsync(new(), Stop).SingleAsync(Stop)).ChargeMicros);
            Assert.Null(await behind.GetRequiredService<IQuotaStore>().GetAsync("a", Stop));
            Assert.Equal("main", Assert.Single((await behind.GetRequiredService<IChannelFactStore>().ListAsync(Stop)).Facts).Channel);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    private static ChannelFact Switch { get; } =
        new() { Channel = "main", Reason = HealthReason.SwitchedOff, SaidAt = DateTimeOffset.UnixEpoch, Since = DateTimeOffset.UnixEpoch };

    private static IHost Build(string redis, string database, bool redisFirst)
    {
        var builder = Host.CreateApplicationBuilder();
        var gateway = builder.Services.AddOneApi(static options => options.Tokens.Pepper = new string('p', 48));
        if (redisFirst)
        {
            gateway.AddRedis(options => options.Url = redis).AddEntityFrameworkCore(options => options.UseSqlite(database));
        }
        else
        {
            gateway.AddEntityFrameworkCore(options => options.UseSqlite(database)).AddRedis(options => options.Url = redis);
        }

        return builder.Build();
    }

    private static UsageRecord Record(Guid id) => new()
    {
        CallId = id,
        Operation = "chat",
        Streaming = false,
        StartedAt = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero),
        Duration = TimeSpan.FromSeconds(1),
        Group = "default",
        RequestedModel = "gpt-4o",
        Outcome = CallOutcome.Succeeded,
        ChargeMicros = 40,
        Accounts = ["a"],
        Attempts = [],
    };
}
