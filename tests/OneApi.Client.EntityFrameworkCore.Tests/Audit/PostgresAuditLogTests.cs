using OneApi.Client.Tests.Audit;

namespace OneApi.Client.EntityFrameworkCore.Tests.Audit;

public sealed class PostgresAuditLogTests(PostgresFixture postgres) : AuditLogContract, IAsyncLifetime
{
    private Stores? _stores;
    private Stores? _others;

    protected override IAuditLog Log => _stores!.Audit;

    protected override IAuditLog Other => _others!.Audit;

    public async ValueTask InitializeAsync()
    {
        var database = await postgres.DatabaseAsync();
        (_stores, _others) = (Stores.OnPostgres(database), Stores.OnPostgres(database));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var stores in new[] { _stores, _others }.OfType<Stores>())
        {
            await stores.DisposeAsync();
        }
    }
}
