namespace OneApi.Client.EntityFrameworkCore.Tests.Usage;

public sealed class SqliteUsageLedgerTests : UsageLedgerContract, IAsyncDisposable
{
    private readonly SqliteFile _file = new();

    public SqliteUsageLedgerTests() => Stores = OneApi.Client.EntityFrameworkCore.Tests.Stores.OnSqlite(_file.Path);

    protected override Stores Stores { get; }

    public async ValueTask DisposeAsync()
    {
        await Stores.DisposeAsync();
        _file.Dispose();
    }
}
