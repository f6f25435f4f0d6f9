using OneApi.Client.EntityFrameworkCore.Tests;
using OneApi.Client.Tests.Servers;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace OneApi.Client.EntityFrameworkCore.Tests;

/// <summary>One server for all tests, started by the first that needs it. Each test gets a database that has the tables already.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private PostgresServer? _server;
    private string? _template;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Gets the server, or skips the test.</summary>
    public async Task<PostgresServer> ServerAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "PostgreSQL is not installed on this machine.");
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _server ??= await PostgresServer.StartNewAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Makes a database with all tables, or skips the test.</summary>
    public async Task<string> DatabaseAsync()
    {
        var server = await ServerAsync();
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (_template is null)
            {
                var connection = await server.CreateDatabaseAsync(TestContext.Current.CancellationToken) + ";Pooling=false";
                await using (var stores = Stores.OnPostgres(connection))
                {
                    await stores.Quotas.ReapAsync(TestContext.Current.CancellationToken);
                }

                _template = new Npgsql.NpgsqlConnectionStringBuilder(connection).Database;
            }

            return await server.CreateDatabaseAsync(TestContext.Current.CancellationToken, _template!);
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _gate.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
