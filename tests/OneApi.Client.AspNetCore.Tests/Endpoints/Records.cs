using System.Threading.Channels;

namespace OneApi.Client.AspNetCore.Tests.Endpoints;

/// <summary>The usage records of a host, in the order in which calls were settled.</summary>
internal sealed class Records : IUsageObserver
{
    private readonly Channel<UsageRecord> _records = Channel.CreateUnbounded<UsageRecord>();

    public ValueTask OnCompletedAsync(UsageRecord record, CancellationToken cancellationToken) => _records.Writer.WriteAsync(record, cancellationToken);

    public async Task<UsageRecord> NextAsync() => await _records.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
}
