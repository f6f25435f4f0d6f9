using System.Collections.Concurrent;

namespace OneApi.Client.Tests.Gateway;

internal sealed class UsageCollector : IUsageObserver
{
    private readonly ConcurrentQueue<UsageRecord> _records = new();

    public IReadOnlyCollection<UsageRecord> Records => _records;

    public UsageRecord Only => Assert.Single(_records);

    public ValueTask OnCompletedAsync(UsageRecord record, CancellationToken cancellationToken)
    {
        _records.Enqueue(record);
        return default;
    }
}
