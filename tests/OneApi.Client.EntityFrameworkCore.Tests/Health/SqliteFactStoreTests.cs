using OneApi.Client.Tests.Health;

namespace OneApi.Client.EntityFrameworkCore.Tests.Health;

public sealed class SqliteFactStoreTests : ChannelFactStoreContract, IAsyncDisposable
{
    private readonly SqliteFile _file = new();
    private readonly Stores _stores;

    public SqliteFactStoreTests() => _stores = Stores.OnSqlite(_file.Path);

    protected override IChannelFactStore Store => _stores.Facts;

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        _file.Dispose();
    }
}
