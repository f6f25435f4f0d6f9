using OneApi.Client.Tests.Settings;

namespace OneApi.Client.EntityFrameworkCore.Tests.Settings;

public sealed class SqliteChannelStoreTests : ChannelStoreContract, IAsyncDisposable
{
    private readonly SqliteFile _file = new();
    private readonly Stores _stores;
    private readonly Stores _others;

    public SqliteChannelStoreTests() => (_stores, _others) = (Stores.OnSqlite(_file.Path), Stores.OnSqlite(_file.Path));

    protected override IChannelStore Store => _stores.Settings;

    protected override IChannelStore Other => _others.Settings;

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        await _others.DisposeAsync();
        _file.Dispose();
    }
}
