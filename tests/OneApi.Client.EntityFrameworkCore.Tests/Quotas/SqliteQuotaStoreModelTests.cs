using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Tests.Quotas;

namespace OneApi.Client.EntityFrameworkCore.Tests.Quotas;

/// <summary>T1 on SQLite.</summary>
public sealed class SqliteQuotaStoreModelTests : QuotaStoreModel, IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 26, 0, 0, 0, TimeSpan.Zero));
    private readonly SqliteFile _file = new();
    private readonly Stores _stores;

    public SqliteQuotaStoreModelTests() => _stores = Stores.OnSqlite(_file.Path, _time);

    protected override IQuotaStore Store => _stores.Quotas;

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        _file.Dispose();
    }

    protected override Task AdvanceAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
