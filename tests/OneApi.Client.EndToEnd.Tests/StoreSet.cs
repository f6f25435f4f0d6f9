using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Tests.Servers;

namespace OneApi.Client.EndToEnd.Tests;

/// <summary>Real stores for the processes of one test: a SQLite file, PostgreSQL, or Redis in front of either.</summary>
internal sealed class StoreSet : IAsyncDisposable
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";
    public const string Redis = "redis+postgres";
    public const string Cluster = "cluster+postgres";
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("oneapi-").FullName;

    private StoreSet()
    {
    }

    public static TheoryData<string> All => [Sqlite, Postgres, Redis, Cluster];

    public string Database { get; private set; } = "";

    public string RedisUrl { get; private set; } = "-";

    /// <summary>Starts what a test needs, or skips the test where it is not installed.</summary>
    public static async Task<StoreSet> StartAsync(string kind, CancellationToken cancellationToken)
    {
        var set = new StoreSet();
        if (kind is Sqlite)
        {
            set.Database = Path.Combine(set._folder, "oneapi.db");
            return set;
        }

        Assert.SkipUnless(PostgresServer.IsInstalled, "PostgreSQL is not installed on this machine.");
        Assert.SkipUnless(kind is Postgres || RedisServer.IsInstalled, "redis-server and redis-cli are not installed on this machine.");
        var postgres = await PostgresServer.StartNewAsync(cancellationToken);
        set._servers.Add(postgres);
        set.Database = await postgres.CreateDatabaseAsync(cancellationToken);
        if (kind is Redis)
        {
            var redis = await RedisServer.StartAsync(appendOnly: true);
            set._servers.Add(redis);
            set.RedisUrl = redis.Url;
        }
        else if (kind is Cluster)
        {
            var cluster = await RedisCluster.StartAsync(nodeTimeoutMilliseconds: 5000);
            set._servers.Add(cluster);
            set.RedisUrl = cluster.Url;
        }

        return set;
    }

    /// <summary>The stores seen from here.</summary>
    public ServiceProvider Open()
    {
        var services = new ServiceCollection();
        var gateway = services.AddOneApi(static options => options.Tokens.Pepper = "a pepper of the tests, which is no secret at all");
        gateway.AddEntityFrameworkCore(options =>
        {
            if (Database.Contains("Host=", StringComparison.OrdinalIgnoreCase))
            {
                options.UsePostgres(Database);
            }
            else
            {
                options.UseSqlite(Database);
            }
        });
        if (RedisUrl != "-")
        {
            gateway.AddRedis(options => options.Url = RedisUrl);
        }

        return services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_servers))
        {
            await server.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
