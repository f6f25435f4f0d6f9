using OneApi.Client.Tests.Admission;

namespace OneApi.Client.EntityFrameworkCore.Tests.Admission;

public sealed class SqliteAccessTokenStoreTests : AccessTokenStoreContract, IAsyncDisposable
{
    private readonly SqliteFile _file = new();
    private readonly Stores _stores;

    public SqliteAccessTokenStoreTests() => _stores = Stores.OnSqlite(_file.Path);

    protected override IAccessTokenStore Store => _stores.Tokens;

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        _file.Dispose();
    }
}
