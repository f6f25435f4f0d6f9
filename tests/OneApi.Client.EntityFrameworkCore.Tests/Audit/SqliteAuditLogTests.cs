using OneApi.Client.Tests.Audit;

namespace OneApi.Client.EntityFrameworkCore.Tests.Audit;

public sealed class SqliteAuditLogTests : AuditLogContract, IAsyncDisposable
{
    private readonly SqliteFile _file = new();
    private readonly Stores _stores;
    private readonly Stores _others;

    public SqliteAuditLogTests() => (_stores, _others) = (Stores.OnSqlite(_file.Path), Stores.OnSqlite(_file.Path));

    protected override IAuditLog Log => _stores.Audit;

    protected override IAuditLog Other => _others.Audit;

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        await _others.DisposeAsync();
        _file.Dispose();
    }
}
