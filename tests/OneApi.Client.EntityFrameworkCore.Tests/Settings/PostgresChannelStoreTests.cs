using OneApi.Client.Tests.Settings;

namespace OneApi.Client.EntityFrameworkCore.Tests.Settings;

public sealed class PostgresChannelStoreTests(PostgresFixture postgres) : ChannelStoreContract, IAsyncLifetime
{
    private Stores? _stores;
    private Stores? _others;

    protected override IChannelStore Store => _stores!.Settings;

    protected override IChannelStore Other => _others!.Settings;

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
