using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.AspNetCore.Dialects.Responses;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>A cache that does not answer is no fault of the call.</summary>
public sealed class ResponsesMemoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACacheThatHangs_HoldsTheAnswerForTwoSecondsInAll(bool listens)
    {
        var time = new FakeTimeProvider();
        var memory = new ResponsesMemory(new HangingCache(listens), TimeSpan.FromHours(1), time, NullLogger<ResponsesMemory>.Instance);

        var kept = memory.KeepAsync("t", [("msg_1", [1]), ("msg_2", [2])]).AsTask();
        time.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(kept.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        await kept.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private sealed class HangingCache(bool listens) : IDistributedCache
    {
        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
            Task.Delay(Timeout.Infinite, listens ? token : CancellationToken.None);

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

        public byte[]? Get(string key) => throw new NotSupportedException();

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

        public void Refresh(string key) => throw new NotSupportedException();

        public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

        public void Remove(string key) => throw new NotSupportedException();

        public Task RemoveAsync(string key, CancellationToken token = default) => throw new NotSupportedException();
    }
}
