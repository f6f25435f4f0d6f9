using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneApi.Client;
using OneApi.Client.Tests.Servers;

namespace Bench.Quotas;

/// <summary>Who takes part, by the store's name: the engine's floor first, then the store. What they need is started here, and kept until the end.</summary>
internal sealed class Contestants : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _owned = new();

    public static IReadOnlyList<string> Names { get; } = ["memory", "redis", "postgres", "sqlite"];

    public async Task<List<Contestant>> MakeAsync(string name) => name switch
    {
        "memory" => await MemoryAsync(),
        "redis" => await RedisAsync(),
        "postgres" => await PostgresAsync(),
        _ => await SqliteAsync(),
    };

    public async ValueTask DisposeAsync()
    {
        while (_owned.TryPop(out var dispose))
        {
            await dispose();
        }
    }

    private async Task<List<Contestant>> MemoryAsync()
    {
        var store = await StoreAsync(static _ => { });
        return
        [
            new InterlockedFloor(),
            new StoreContestant("memory, own account", store, chain: 1, isShared: false, isFast: true),
            new StoreContestant("memory, one account for all", store, chain: 1, isShared: true, isFast: true),
            new StoreContestant("memory, chain of 3 for all", store, chain: 3, isShared: true, isFast: true),
        ];
    }

    private async Task<List<Contestant>> RedisAsync()
    {
        Require(RedisServer.IsInstalled, "redis-server");
        var server = await RedisServer.StartAsync(appendOnly: true, "--maxmemory-policy", "noeviction");
        _owned.Push(server.DisposeAsync);
        var store = await StoreAsync(builder => builder.AddRedis(options =>
        {
            options.Url = server.Url;
            options.KeepsRecords = false;
        }));
        return [new RedisFloor(server.Address), new RedisScriptsFloor(server.Address), .. Of("redis", store)];
    }

    private async Task<List<Contestant>> PostgresAsync()
    {
        Require(PostgresServer.IsInstalled, "postgres");
        var server = await PostgresServer.StartNewAsync(default);
        _owned.Push(server.DisposeAsync);
        var floor = await server.CreateDatabaseAsync(default);
        var database = await server.CreateDatabaseAsync(default);
        var store = await StoreAsync(builder => builder.AddEntityFrameworkCore(options => options.UsePostgres(database)));
        return [new PostgresFloor(floor), .. Of("postgres", store)];
    }

    private async Task<List<Contestant>> SqliteAsync()
    {
        var folder = Directory.CreateTempSubdirectory("oneapi-bench-").FullName;
        _owned.Push(() =>
        {
            Directory.Delete(folder, recursive: true);
            return ValueTask.CompletedTask;
        });
        var store = await StoreAsync(builder => builder.AddEntityFrameworkCore(options => options.UseSqlite(Path.Combine(folder, "oneapi.db"))));
        return [new SqliteFloor(most: 1), new SqliteFloor(most: 256), .. Of("sqlite", store)];
    }

    private static Contestant[] Of(string name, IQuotaStore store) =>
    [
        new StoreContestant(name + ", own account", store, chain: 1, isShared: false, isFast: false),
        new StoreContestant(name + ", one account for all", store, chain: 1, isShared: true, isFast: false),
        new StoreContestant(name + ", chain of 3 for all", store, chain: 3, isShared: true, isFast: false),
        new StoreContestant(name + ", own account, record", store, chain: 1, isShared: false, isFast: false, hasRecord: true),
    ];

    /// <summary>The store as a host has it, started.</summary>
    private async Task<IQuotaStore> StoreAsync(Action<IOneApiBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        configure(builder.Services.AddOneApi(static options => options.Tokens.Pepper = new string('p', 44)));
        var host = builder.Build();
        await host.StartAsync();
        _owned.Push(async () =>
        {
            await host.StopAsync();
            host.Dispose();
        });
        return host.Services.GetRequiredService<IQuotaStore>();
    }

    private static void Require(bool isInstalled, string program)
    {
        if (!isInstalled)
        {
            throw new InvalidOperationException($"{program} is not installed on this machine.");
        }
    }
}
