using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Redis.Authentication;

namespace OneApi.Client.Redis.Tests.Authentication;

public sealed class RedisCredentialCacheTests(SingleRedis redis) : IAsyncLifetime
{
    private const string Secret = "0123456789abcdef0123456789abcdef";
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly IssuedCredential Token = new("issued-Gëheim", Now, Now.AddHours(1)) { RenewAt = Now.AddMinutes(50) };
    private readonly FakeLogger<RedisCredentialCache> _log = new();
    private RedisStores _stores = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _stores = new(await redis.UrlAsync(), static options => options.CredentialKey = Secret);

    public ValueTask DisposeAsync() => _stores?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task AToken_IsSharedByNodes_AsItWas()
    {
        await Cache(_stores).SetAsync("wenxin:1", Token, Stop);
        await using var other = new RedisStores(_stores.Options.Url!, options => (options.KeyPrefix, options.CredentialKey) = (_stores.Options.KeyPrefix, Secret));

        Assert.Equal(Token, await Cache(other).GetAsync("wenxin:1", Stop));
        Assert.Null(await Cache(other).GetAsync("wenxin:2", Stop));
    }

    [Fact]
    public async Task Redis_SeesNoPlainText_AndForgetsWithTheToken()
    {
        await Cache(_stores).SetAsync("k", Token, Stop);

        var database = await _stores.Connection.ConnectAsync(Stop);
        var kept = (byte[])(await database.StringGetAsync(_stores.Options.KeyPrefix + "credential:k"))!;
        Assert.Equal(-1, kept.AsSpan().IndexOf("issued"u8));
        Assert.Equal(-1, kept.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)));
        Assert.InRange((await database.KeyTimeToLiveAsync(_stores.Options.KeyPrefix + "credential:k"))!.Value, TimeSpan.FromMinutes(55), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task ATokenUnderAnotherSecret_IsNotThere_AndThatIsLogged()
    {
        await Cache(_stores).SetAsync("k", Token, Stop);
        await using var other = new RedisStores(_stores.Options.Url!, options => (options.KeyPrefix, options.CredentialKey) = (_stores.Options.KeyPrefix, new string('x', 32)));

        Assert.Null(await Cache(other).GetAsync("k", Stop));
        Assert.Equal(3041, _log.LatestRecord.Id.Id);
    }

    [Fact]
    public async Task ARefusedToken_IsForgotten_UnlessAnotherHasTakenItsPlace()
    {
        var cache = Cache(_stores);
        await cache.SetAsync("k", Token, Stop);
        var newer = Token with { Secret = "newer" };
        await cache.SetAsync("k", newer, Stop);

        await cache.RemoveAsync("k", Token, Stop);
        Assert.Equal(newer, await cache.GetAsync("k", Stop));

        await cache.RemoveAsync("k", newer, Stop);
        Assert.Null(await cache.GetAsync("k", Stop));
    }

    [Fact]
    public async Task ATokenThatIsOver_IsNotKept()
    {
        var time = new FakeTimeProvider(Token.ExpiresAt);
        var cache = new RedisCredentialCache(_stores.Runner, _stores.Options, time, NullLogger<RedisCredentialCache>.Instance);

        await cache.SetAsync("k", Token, Stop);

        Assert.Null(await cache.GetAsync("k", Stop));
    }

    /// <summary>Who can write to Redis still can't put one token in the place of another, or change one.</summary>
    [Fact]
    public void ASeal_OpensOnlyWhereItBelongs_AndOnlyUnchanged()
    {
        var seal = new CredentialSeal(Secret);
        var bytes = seal.Seal("k", Token with { RenewAt = null });

        Assert.Equal(Token with { RenewAt = null }, seal.Open("k", bytes));
        Assert.Null(seal.Open("other", bytes));
        Assert.Null(new CredentialSeal(new string('x', 32)).Open("k", bytes));
        for (var i = 0; i < bytes.Length; i++)
        {
            var changed = bytes.ToArray();
            changed[i] ^= 1;
            Assert.Null(seal.Open("k", changed));
            Assert.Null(seal.Open("k", bytes.AsSpan(0, i)));
        }
    }

    [Fact]
    public void TwoSeals_AreNeverAlike() => Assert.NotEqual(new CredentialSeal(Secret).Seal("k", Token), new CredentialSeal(Secret).Seal("k", Token));

    private RedisCredentialCache Cache(RedisStores stores) => new(stores.Runner, stores.Options, TimeProvider.System, _log);
}
