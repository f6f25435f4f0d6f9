using OneApi.Client.Tests.Admission;

namespace OneApi.Client.EntityFrameworkCore.Tests.Admission;

public sealed class PostgresAccessTokenStoreTests(PostgresFixture postgres) : AccessTokenStoreContract, IAsyncLifetime
{
    private Stores? _stores;

    protected override IAccessTokenStore Store => _stores!.Tokens;

    public async ValueTask InitializeAsync() => _stores = Stores.OnPostgres(await postgres.DatabaseAsync());

    public async ValueTask DisposeAsync()
    {
        if (_stores is not null)
        {
            await _stores.DisposeAsync();
        }
    }
}
