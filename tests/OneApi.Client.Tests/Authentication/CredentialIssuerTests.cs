using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Authentication;

namespace OneApi.Client.Tests.Authentication;

public sealed class CredentialIssuerTests : IAsyncDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly MemoryCredentialCache _cache = new();
    private readonly CredentialIssuer _issuer;
    private int _exchanges;

    public CredentialIssuerTests() => _issuer = new(_cache, _time, NullLogger<CredentialIssuer>.Instance);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _issuer.DisposeAsync();

    [Fact]
    public async Task Get_ByManyCallersAtOnce_ExchangesOnce()
    {
        var gate = new TaskCompletionSource();
        var callers = Enumerable.Range(0, 64).Select(_ => Task.Run(() => GetAsync(gate.Task), Stop)).ToArray();
        await WaitForExchangesAsync(1);

        gate.SetResult();
        var tokens = await Task.WhenAll(callers);

        Assert.All(tokens, static token => Assert.Equal("token-1", token.Secret));
        Assert.Equal(1, _exchanges);
    }

    [Fact]
    public async Task Get_WhileTheTokenIsFresh_AsksNobody()
    {
        await GetAsync();
        _time.Advance(Life * 0.79);

        Assert.Equal("token-1", (await GetAsync()).Secret);
        Assert.Equal(1, _exchanges);
    }

    [Fact]
    public async Task Get_WhenTheTokenHasEnded_ExchangesAgain()
    {
        await GetAsync();
        _time.Advance(Life);

        Assert.Equal("token-2", (await GetAsync()).Secret);
    }

    [Fact]
    public async Task Get_NearTheEnd_ServesTheOldTokenWhileOneExchangeRuns()
    {
        await GetAsync();
        _time.Advance(Life * 0.81);
        var gate = new TaskCompletionSource();

        var served = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => GetAsync(gate.Task)));
        await WaitForExchangesAsync(2);
        gate.SetResult();

        Assert.All(served, static token => Assert.Equal("token-1", token.Secret));
        Assert.Equal("token-2", (await RenewedAsync("token-1")).Secret);
        Assert.Equal(2, _exchanges);
    }

    [Fact]
    public async Task Get_WhileASharedCacheFails_KeepsTheTokenInThisProcess()
    {
        var shared = new BrokenCache();
        await using var issuer = new CredentialIssuer(shared, _time, NullLogger<CredentialIssuer>.Instance);

        Assert.Equal("token-1", (await GetAsync(issuer: issuer)).Secret);
        Assert.Equal("token-1", (await GetAsync(issuer: issuer)).Secret);
        Assert.Equal(1, _exchanges);

        shared.IsBroken = false;
        _time.Advance(Life);
        Assert.Equal("token-2", (await GetAsync(issuer: issuer)).Secret);
        Assert.Equal("token-2", (await shared.Inner.GetAsync("key", Stop))?.Secret);
    }

    [Fact]
    public async Task Refuse_WhileASharedCacheFails_StillGetsAnotherToken()
    {
        await using var issuer = new CredentialIssuer(new BrokenCache(), _time, NullLogger<CredentialIssuer>.Instance);
        var refused = await GetAsync(issuer: issuer);

        await issuer.RefuseAsync("key", refused, Stop);

        Assert.Equal("token-2", (await GetAsync(issuer: issuer)).Secret);
    }

    [Fact]
    public async Task Get_WhenARenewalFails_ServesTheOldTokenToItsEnd_AndTriesAgain()
    {
        await GetAsync();
        _time.Advance(Life * 0.81);

        var served = await _issuer.GetAsync("key", Failing, Stop);
        await WaitForExchangesAsync(2);

        Assert.Equal("token-1", served.Secret);
        Assert.Equal("token-3", (await FirstOtherAsync("token-1")).Secret);
    }

    [Fact]
    public async Task Get_WhenTheExchangeFails_TellsAllWhoWait_AndTheNextTriesAgain()
    {
        var failure = await Assert.ThrowsAsync<OneApiException>(async () => await _issuer.GetAsync("key", Failing, Stop));

        Assert.Equal(OneApiErrorKind.Authentication, failure.Kind);
        Assert.Equal("token-2", (await GetAsync()).Secret);
    }

    [Fact]
    public async Task Get_WhenOneCallerLeaves_TheOthersAreServed()
    {
        var gate = new TaskCompletionSource();
        using var impatient = new CancellationTokenSource();
        var leaving = _issuer.GetAsync("key", _ => ExchangeAsync(gate.Task), impatient.Token).AsTask();
        var staying = GetAsync(gate.Task);
        await WaitForExchangesAsync(1);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        gate.SetResult();

        Assert.Equal("token-1", (await staying).Secret);
        Assert.Equal(1, _exchanges);
    }

    [Fact]
    public async Task Refuse_ByManyCallersAtOnce_CausesOneExchange()
    {
        var refused = await GetAsync();

        var tokens = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(
            async () =>
            {
                await _issuer.RefuseAsync("key", refused, Stop);
                return await GetAsync();
            },
            Stop)));

        Assert.All(tokens, static token => Assert.Equal("token-2", token.Secret));
        Assert.Equal(2, _exchanges);
    }

    [Fact]
    public async Task Get_OfDifferentKeys_DoesNotMix()
    {
        var one = await _issuer.GetAsync("one", _ => ExchangeAsync(Task.CompletedTask), Stop);
        var two = await _issuer.GetAsync("two", _ => ExchangeAsync(Task.CompletedTask), Stop);

        Assert.NotEqual(one.Secret, two.Secret);
    }

    [Fact]
    public void ToString_NamesNoSecret() =>
        Assert.DoesNotContain("sesame", new IssuedCredential("sesame", _time.GetUtcNow(), _time.GetUtcNow() + Life).ToString(), StringComparison.Ordinal);

    private Task<IssuedCredential> GetAsync(Task? gate = null, CredentialIssuer? issuer = null) => (issuer ?? _issuer).GetAsync("key", _ => ExchangeAsync(gate ?? Task.CompletedTask), Stop).AsTask();

    private async Task<IssuedCredential> ExchangeAsync(Task gate)
    {
        var number = Interlocked.Increment(ref _exchanges);
        await gate;
        return new($"token-{number}", _time.GetUtcNow(), _time.GetUtcNow() + Life);
    }

    private Task<IssuedCredential> Failing(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _exchanges);
        throw new OneApiException(OneApiErrorKind.Authentication);
    }

    /// <summary>The token that a renewal in the background has put in the place of another.</summary>
    private async Task<IssuedCredential> RenewedAsync(string old)
    {
        while (true)
        {
            Stop.ThrowIfCancellationRequested();
            if (await _cache.GetAsync("key", Stop) is { } kept && kept.Secret != old)
            {
                return kept;
            }

            await Task.Yield();
        }
    }

    /// <summary>Asks until the token is another: a caller may still meet the exchange that is about to fail.</summary>
    private async Task<IssuedCredential> FirstOtherAsync(string old)
    {
        while (true)
        {
            if (await GetAsync() is { } given && given.Secret != old)
            {
                return given;
            }

            await Task.Yield();
        }
    }

    private async Task WaitForExchangesAsync(int count)
    {
        while (Volatile.Read(ref _exchanges) < count)
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class BrokenCache : ICredentialCache
    {
        public MemoryCredentialCache Inner { get; } = new();

        public bool IsBroken { get; set; } = true;

        public ValueTask<IssuedCredential?> GetAsync(string key, CancellationToken cancellationToken) => Use().GetAsync(key, cancellationToken);

        public ValueTask SetAsync(string key, IssuedCredential credential, CancellationToken cancellationToken) => Use().SetAsync(key, credential, cancellationToken);

        public ValueTask RemoveAsync(string key, IssuedCredential refused, CancellationToken cancellationToken) => Use().RemoveAsync(key, refused, cancellationToken);

        private MemoryCredentialCache Use() => IsBroken ? throw new IOException("The store is down.") : Inner;
    }
}
