namespace OneApi.Client.EntityFrameworkCore.Tests.Usage;

public sealed class PostgresUsageLedgerTests(PostgresFixture postgres) : UsageLedgerContract, IAsyncLifetime
{
    private Stores? _stores;

    protected override Stores Stores => _stores!;

    public async ValueTask InitializeAsync() => _stores = OneApi.Client.EntityFrameworkCore.Tests.Stores.OnPostgres(await postgres.DatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        if (_stores is not null)
        {
            await _stores.DisposeAsync();
        }
    }
}
