using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Tests.Health;

namespace OneApi.Client.EntityFrameworkCore.Tests.Health;

public sealed class SharedFactsOnPostgresTests(PostgresFixture postgres) : SharedFactsContract, IAsyncLifetime
{
    private string _database = "";

    public async ValueTask InitializeAsync() => _database = await postgres.DatabaseAsync();

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    protected override void Share(IOneApiBuilder gateway) => gateway.AddEntityFrameworkCore(options => options.UsePostgres(_database));
}
