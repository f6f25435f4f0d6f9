using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.EntityFrameworkCore.Database;

namespace OneApi.Client.EntityFrameworkCore.Tests.Database;

public sealed class MigrationTests(PostgresFixture postgres) : IDisposable
{
    private readonly SqliteFile _file = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheMigrations_MakeTheWholeModel(bool onPostgres)
    {
        await using var stores = await EmptyAsync(onPostgres);
        var database = stores.Services.GetRequiredService<GatewayDatabase>();
        await using var context = database.CreateContext();

        Assert.False(context.Database.HasPendingModelChanges());
    }

    /// <summary>The migration of SQLite makes some tables by hand: they have the columns that the model says.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryColumnOfTheModel_IsInTheDatabase_WithItsNullability(bool onPostgres)
    {
        await using var stores = await EmptyAsync(onPostgres);
        await stores.Quotas.ReapAsync(Stop);
        await using var context = await stores.Services.GetRequiredService<GatewayDatabase>().OpenAsync(Stop);

        foreach (var entity in context.Model.GetEntityTypes())
        {
            var table = entity.GetTableName()!;
            var expected = entity.GetProperties().Select(property => (property.GetColumnName(), property.IsNullable)).Order();
            var found = new List<(string, bool)>();
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.CommandText = onPostgres
                ? $"SELECT column_name, is_nullable = 'YES' FROM information_schema.columns WHERE table_name = '{table}'"
                : $"SELECT name, \"notnull\" = 0 FROM pragma_table_info('{table}')";
            await using var reader = await command.ExecuteReaderAsync(Stop);
            while (await reader.ReadAsync(Stop))
            {
                found.Add((reader.GetString(0), reader.GetBoolean(1)));
            }

            Assert.Equal(expected, found.Order());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ASecondStart_FindsEverythingInPlace_AndKeepsIt(bool onPostgres)
    {
        var connection = await ConnectionAsync(onPostgres);
        await using (var first = Open(onPostgres, connection))
        {
            await first.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 100, "opening"), Stop);
        }

        await using var second = Open(onPostgres, connection);

        Assert.Equal(100, (await second.Quotas.GetAsync("a", Stop))!.LimitMicros);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ManyWhoStartAtOnceOnAnEmptyDatabase_AllGetThrough(bool onPostgres)
    {
        var connection = await ConnectionAsync(onPostgres);
        var all = Enumerable.Range(0, 6).Select(_ => Open(onPostgres, connection)).ToArray();

        var outcomes = await Task.WhenAll(all.Select(stores => Task.Run(async () => (await stores.Quotas.AdjustAsync(new(Guid.NewGuid(), "a", 1, "opening"), Stop)).Outcome, Stop)));

        Assert.All(outcomes, static outcome => Assert.Equal(QuotaOutcome.Applied, outcome));
        Assert.Equal(6, (await all[0].Quotas.GetAsync("a", Stop))!.LimitMicros);
        foreach (var stores in all)
        {
            await stores.DisposeAsync();
        }
    }

    /// <summary>Entity Framework Core leaves a row behind when it is killed in mid-migration, and would wait for it for ever.</summary>
    [Fact]
    public async Task AMigrationThatWasKilled_KeepsNobodyOut()
    {
        await using (var connection = new SqliteConnection($"Data Source={_file.Path}"))
        {
            await connection.OpenAsync(Stop);
            await using var command = connection.CreateCommand();
            command.CommandText = """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-26')""";
            await command.ExecuteNonQueryAsync(Stop);
        }

        await using var stores = Stores.OnSqlite(_file.Path);

        Assert.Null(await stores.Quotas.GetAsync("a", Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WithoutMigrations_ADatabaseThatIsNotUpToDate_IsRefusedByName(bool onPostgres)
    {
        var connection = await ConnectionAsync(onPostgres);
        await using var stores = Stores.Create(options => Use(options, onPostgres, connection, apply: false), time: null);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => stores.Services.GetRequiredService<GatewayDatabase>().EnsureReadyAsync(Stop));

        Assert.Contains("ApplyMigrations", error.Message, StringComparison.Ordinal);
        Assert.Contains("_Initial", error.Message, StringComparison.Ordinal);
    }

    private static Stores Open(bool onPostgres, string connection) => Stores.Create(options => Use(options, onPostgres, connection, apply: true), time: null);

    private static void Use(EntityFrameworkCoreOptions options, bool onPostgres, string connection, bool apply)
    {
        options.ApplyMigrations = apply;
        if (onPostgres)
        {
            options.UsePostgres(connection);
        }
        else
        {
            options.UseSqlite(connection);
        }
    }

    private async Task<Stores> EmptyAsync(bool onPostgres) => Open(onPostgres, await ConnectionAsync(onPostgres));

    private async Task<string> ConnectionAsync(bool onPostgres) =>
        onPostgres ? await (await postgres.ServerAsync()).CreateDatabaseAsync(Stop) : _file.Path;
}
