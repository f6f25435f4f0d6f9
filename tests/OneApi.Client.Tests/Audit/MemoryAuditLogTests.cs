using OneApi.Client.Audit;

namespace OneApi.Client.Tests.Audit;

public sealed class MemoryAuditLogTests : AuditLogContract
{
    private readonly MemoryAuditLog _log = new();

    protected override IAuditLog Log => _log;

    protected override IAuditLog Other => _log;

    [Fact]
    public async Task BeyondItsCapacity_ItLosesTheOldest_AndTheRestIsWhole()
    {
        for (var i = 0; i <= MemoryAuditLog.Capacity; i++)
        {
            await _log.AppendAsync(Entry("x"), Stop);
        }

        Assert.Equal([2L], (await _log.ReadAsync(AuditFilter.All, 3, 5, Stop)).Select(static entry => entry.Id));
        var check = await _log.CheckAsync(Stop);
        Assert.Equal((true, (long)MemoryAuditLog.Capacity), (check.IsWhole, check.Entries));
    }
}
