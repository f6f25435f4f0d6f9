using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Quotas;

namespace OneApi.Client.Tests.Quotas;

public sealed class MemoryQuotaStoreModelTests : QuotaStoreModel
{
    private readonly FakeTimeProvider _time = new();

    public MemoryQuotaStoreModelTests() => Store = new MemoryQuotaStore(_time);

    protected override IQuotaStore Store { get; }

    protected override Task AdvanceAsync(TimeSpan time)
    {
        _time.Advance(time);
        return Task.CompletedTask;
    }
}
