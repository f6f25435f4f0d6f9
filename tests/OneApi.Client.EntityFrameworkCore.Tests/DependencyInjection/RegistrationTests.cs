using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using OneApi.Client.EntityFrameworkCore.Database;

namespace OneApi.Client.EntityFrameworkCore.Tests.DependencyInjection;

public sealed class RegistrationTests(PostgresFixture postgres) : IDisposable
{
    private readonly SqliteFile _file = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task TheStores_TakeTheFrontPlace_HoweverOftenAndInWhateverOrderTheyAreAdded()
    {
        var services = new ServiceCollection();
        services.AddOneApi().AddEntityFrameworkCore(options => options.UseSqlite(_file.Path)).AddEntityFrameworkCore();
        services.AddOneApi();
        await using var provider = services.BuildServiceProvider();

        Assert.Equal("EntityFrameworkQuotaStore", Assert.Single(provider.GetServices<IQuotaStore>()).GetType().Name);
        Assert.Equal("EntityFrameworkUsageLedger", Assert.Single(provider.GetServices<IUsageLedger>()).GetType().Name);
        Assert.Equal("EntityFrameworkAccessTokenStore", Assert.Single(provider.GetServices<IAccessTokenStore>()).GetType().Name);
        Assert.Single(provider.GetServices<IHostedService>().OfType<DatabaseService>());
        Assert.True(provider.GetRequiredService<IQuotaStore>().KeepsRecords);
    }

    [Fact]
    public async Task WithoutAChoice_ItIsAFileInTheDataFolder_WhichIsMade()
    {
        var folder = Path.Combine(Path.GetDirectoryName(_file.Path)!, "deeper", "still");
        await using var stores = Stores.Create(options => options.DataFolder = folder, time: null);

        await stores.Quotas.ReapAsync(Stop);

        Assert.True(File.Exists(Path.Combine(folder, "oneapi.db")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheHost_MakesTheTables_BeforeItServes(bool onPostgres)
    {
        var connection = onPostgres ? await (await postgres.ServerAsync()).CreateDatabaseAsync(Stop) : _file.Path;
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddOneApi(static options => options.Tokens.Pepper = new string('p', 48)).AddEntityFrameworkCore(options => Use(options, onPostgres, connection));
        using var host = builder.Build();

        await host.StartAsync(Stop);

        await using (var other = Stores.Create(
            options =>
            {
                Use(options, onPostgres, connection);
                options.ApplyMigrations = false;
            },
            time: null))
        {
            Assert.Null(await other.Quotas.GetAsync("nobody", Stop));
        }

        await host.StopAsync(Stop);
    }

    [Fact]
    public void WrongOptions_StopTheStart_WithAllErrorsAtOnce_AndNoWordOfTheConnectionString()
    {
        var services = new ServiceCollection();
        services.AddOneApi().AddEntityFrameworkCore(static options =>
        {
            options.UsePostgres("Password=hunter2;Hots=db");
            options.BatchSize = 0;
            options.QueueSize = -1;
            options.RememberEnded = TimeSpan.Zero;
        });
        using var provider = services.BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Equal(["UsePostgres", "OneApi:Store:BatchSize", "OneApi:Store:QueueSize", "OneApi:Store:RememberEnded"], error.Failures.Select(static failure => failure[..failure.IndexOf(": ", StringComparison.Ordinal)]));
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Data Source=:memory:")]
    [InlineData(":memory:")]
    [InlineData("Data Source=x.db;Mode=Memory")]
    [InlineData("Data Source=x.db;Mode=ReadOnly")]
    [InlineData("Data Source=x.db;Colour=red")]
    [InlineData("Data Source=")]
    [InlineData("/tmp")]
    public void ASqliteDatabase_ThatCanNotKeepAnything_IsRefused(string connection)
    {
        var options = new EntityFrameworkCoreOptions();
        options.UseSqlite(connection);

        Assert.StartsWith("UseSqlite: ", ConnectionText.ErrorOf(options), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data/oneapi.db", "/srv", "/srv/data/oneapi.db")]
    [InlineData("/var/oneapi.db", "/srv", "/var/oneapi.db")]
    [InlineData("Data Source=a.db;Cache=Shared", "/srv", "/srv/a.db")]
    [InlineData("a=b.db", "/srv", "/srv/a=b.db")]
    public void ASqliteFile_LiesInTheDataFolder_UnlessItsPathIsWhole(string connection, string folder, string file)
    {
        var options = new EntityFrameworkCoreOptions { DataFolder = folder };
        options.UseSqlite(connection);

        Assert.Null(ConnectionText.ErrorOf(options));
        Assert.Equal(file, ConnectionText.Sqlite(options).DataSource);
    }

    /// <summary>Secrets never reach a log: neither when all is well nor when nothing is.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ThePassword_IsInNoLogAndNoError(bool isReachable)
    {
        var logs = new FakeLoggerProvider();
        var connection = (isReachable ? await postgres.DatabaseAsync() : "Host=127.0.0.1;Port=1;Database=x;Username=x;Timeout=1") + ";Password=hunter2";
        await using (var stores = Stores.Create(options => options.UsePostgres(connection), time: null, logs))
        {
            var error = await Record.ExceptionAsync(async () => await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 1, "opening"), Stop));

            Assert.Equal(isReachable, error is null);
            Assert.DoesNotContain("hunter2", error?.ToString() ?? "", StringComparison.Ordinal);
        }

        Assert.All(logs.Collector.GetSnapshot(), static record => Assert.DoesNotContain("hunter2", record.Message + record.Exception, StringComparison.Ordinal));
    }

    /// <summary>A host that stops finishes what its callers wait for.</summary>
    [Fact]
    public async Task Disposal_OfTheContainer_FinishesWhatIsQueued()
    {
        var stores = Stores.OnSqlite(_file.Path);
        await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 1_000, "opening"), Stop);
        var calls = Enumerable.Range(0, 500).Select(_ => stores.Quotas.ReserveAsync(new(Guid.NewGuid(), [new("a")], 1, TimeSpan.FromMinutes(5)), Stop).AsTask()).ToArray();

        await stores.DisposeAsync();

        Assert.All(await Task.WhenAll(calls), static result => Assert.Equal(QuotaOutcome.Applied, result.Outcome));
        await using var after = Stores.OnSqlite(_file.Path);
        Assert.Equal(500, (await after.Quotas.GetAsync("a", Stop))!.HeldMicros);
    }

    private static void Use(EntityFrameworkCoreOptions options, bool onPostgres, string connection)
    {
        if (onPostgres)
        {
            options.UsePostgres(connection);
        }
        else
        {
            options.UseSqlite(connection);
        }
    }
}
