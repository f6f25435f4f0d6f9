using OneApi.Client.Tests.Quotas;

namespace OneApi.Client.EntityFrameworkCore.Tests.Quotas;

/// <summary>T1 on PostgreSQL. Nobody pulls the plug here, so that commits need not wait for the disk.</summary>
public sealed class PostgresQuotaStoreModelTests(PostgresFixture postgres) : QuotaStoreModel, IAsyncLifetime
{
    private Stores? _stores;

    protected override IQuotaStore Store => _stores!.Quotas;

    protected override bool HasOwnClock => true;

    public async ValueTask InitializeAsync() => _stores = Stores.OnPostgres(await postgres.DatabaseAsync() + ";Options=-c synchronous_commit=off");

    public async ValueTask DisposeAsync()
    {
        if (_stores is not null)
        {
            await _stores.DisposeAsync();
        }
    }
}
