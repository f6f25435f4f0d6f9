using OneApi.Client.Tests.Health;

namespace OneApi.Client.EntityFrameworkCore.Tests.Health;

public sealed class PostgresFactStoreTests(PostgresFixture postgres) : ChannelFactStoreContract, IAsyncLifetime
{
    private Stores? _stores;

    protected override IChannelFactStore Store => _stores!.Facts;

    public async ValueTask InitializeAsync() => _stores = Stores.OnPostgres(await postgres.DatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        if (_stores is not null)
        {
            await _stores.DisposeAsync();
        }
    }
}
