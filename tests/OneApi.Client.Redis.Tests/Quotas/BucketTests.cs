using OneApi.Client.Redis.Quotas;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Tests.Quotas;

public sealed class BucketTests
{
    private readonly Buckets _buckets = new(new());

    [Fact]
    public void ATokensTotalDaysAndMonths_AreInOneBucket()
    {
        var total = _buckets.Of("token:01hx7");

        Assert.Same(total, _buckets.Of("token:01hx7:2026-11-26"));
        Assert.Same(total, _buckets.Of("token:01hx7:2026-11"));
    }

    /// <summary>FNV-1a of the UTF-16 text with a last mixing step, worked out by another program: nodes of every version must agree for ever.</summary>
    [Theory]
    [InlineData("a", 39)]
    [InlineData("token:7", 15)]
    [InlineData("token:7:2026-11", 15)]
    [InlineData("group:eu:x:y", 0)]
    public void ABucket_IsTheSameForEver(string account, int bucket) => Assert.Equal(bucket, _buckets.Of(account).Number);

    [Fact]
    public void TenThousandTokens_AreSpreadEvenly()
    {
        var counts = Enumerable.Range(0, 10_000).GroupBy(i => _buckets.Of($"token:{i}").Number).Select(static group => group.Count()).ToList();

        Assert.Equal(64, counts.Count);
        Assert.All(counts, static count => Assert.InRange(count, 90, 230)); // 156 on average; six standard deviations are 75
    }

    [Fact]
    public void AllKeysOfABucket_HaveOneHashTag()
    {
        var bucket = new Bucket("oneapi:", 17);
        RedisKey[] keys = [bucket.Ids, bucket.Holds, bucket.Names, bucket.Stream, bucket.Aside, bucket.Account("token:1"), bucket.Entries("token:1"), bucket.Window("{x}"), bucket.Running("}")];

        Assert.All(keys, static key => Assert.StartsWith("oneapi:{b17}:", key.ToString(), StringComparison.Ordinal));
        Assert.Equal("oneapi:{b17}:a:token:1", bucket.Account("token:1").ToString());
    }
}
