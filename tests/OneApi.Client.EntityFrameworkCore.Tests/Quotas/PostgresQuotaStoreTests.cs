using OneApi.Client.Tests.Quotas;

namespace OneApi.Client.EntityFrameworkCore.Tests.Quotas;

public sealed class PostgresQuotaStoreTests(PostgresFixture postgres) : QuotaStoreContract, IAsyncLifetime
{
    private Stores? _stores;

    protected override IQuotaStore Store => _stores!.Quotas;

    /// <summary>The server's clock can't be moved: short holds and a bounded wait.</summary>
    protected override TimeSpan Lifetime => TimeSpan.FromMilliseconds(600);

    public async ValueTask InitializeAsync() => _stores = Stores.OnPostgres(await postgres.DatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        if (_stores is not null)
        {
            await _stores.DisposeAsync();
        }
    }

    protected override Task AdvanceAsync(TimeSpan time) => Task.Delay(time + TimeSpan.FromMilliseconds(30), Stop);
}
