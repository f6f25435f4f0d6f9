using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Authentication;
using OneApi.Client.Testing;
using Xunit;

namespace OneApi.Client.Tests.Authentication;

/// <summary>Zhipu's token through the whole gateway, checked by the vendor's fake (zhipu.md §2).</summary>
public sealed class ZhipuTokenTests : IAsyncDisposable
{
    private const int Callers = 64;

    private readonly FakeTimeProvider _ours = new(DateTimeOffset.UnixEpoch.AddYears(55));
    private readonly FakeTimeProvider _theirs = new(DateTimeOffset.UnixEpoch.AddYears(55));
    private readonly CountingCache _cache = new();
    private readonly FakeZhipu _fake;
    private readonly ServiceProvider _services;

    public ZhipuTokenTests()
    {
        _fake = FakeZhipu.Start(new() { TimeProvider = _theirs });
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_ours);
        services.AddSingleton<ICredentialCache>(_cache);
        services.AddOneApi(options => options.Channels.Add(new() { Name = "glm", Provider = "zhipu", ApiKey = _fake.ApiKey, BaseUrl = _fake.Url }));
        _services = services.BuildServiceProvider();
    }

    private static CancellationToken Bound => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ManyCallersAtOnce_WithATokenThatExpired_CauseOneNewToken(bool streaming)
    {
        await AskAsync(streaming);
        Pass(TimeSpan.FromSeconds(220));

        var answers = await AskAllAsync(streaming);

        Assert.All(answers, static answer => Assert.Equal("You said: hello", answer));
        Assert.Equal(2, _cache.Made);
        var sent = Tokens();
        Assert.Equal(1 + Callers, sent.Length);
        Assert.NotEqual(sent[0], Assert.Single(sent[1..].Distinct()));
        Assert.All(_fake.Requests, static request => Assert.True(request.AuthenticationPassed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ManyCallersAtOnce_WithATokenThatTheVendorRefuses_CauseOneNewToken_AndNoneFails(bool streaming)
    {
        await AskAsync(streaming);
        Pass(TimeSpan.FromSeconds(100));
        _theirs.Advance(TimeSpan.FromSeconds(115)); // for them it is 215 s old, for us it is good for 80 s more

        var answers = await AskAllAsync(streaming);

        Assert.All(answers, static answer => Assert.Equal("You said: hello", answer));
        Assert.Equal(2, _cache.Made);
        var passed = _fake.Requests.Skip(1).Where(static request => request.AuthenticationPassed).Select(TokenOf).ToArray();
        Assert.Equal(Callers, passed.Length);
        Assert.NotEqual(Tokens()[0], Assert.Single(passed.Distinct()));
        Assert.All(_fake.Requests.Where(static request => !request.AuthenticationPassed), request => Assert.Equal(Tokens()[0], TokenOf(request)));
    }

    [Fact]
    public async Task AWrongSecret_IsAuthentication_AfterOneMoreToken_AndNoSecretIsTold()
    {
        var services = new ServiceCollection();
        services.AddOneApi(options => options.Channels.Add(new() { Name = "glm", Provider = "zhipu", ApiKey = "fake0123456789abcdef0123456789ab.PLANTED", BaseUrl = _fake.Url }));
        await using var other = services.BuildServiceProvider();

        var failure = await Assert.ThrowsAsync<OneApiException>(() => other.GetRequiredService<IChatClient>().GetResponseAsync("hello", new() { ModelId = "glm-4-plus" }, Bound));

        Assert.Equal(OneApiErrorKind.Authentication, failure.Kind);
        Assert.Equal(2, _fake.Requests.Count);
        Assert.DoesNotContain("PLANTED", failure.ToString() + failure.ProviderMessage, StringComparison.Ordinal);
    }

    /// <summary>Keys of another form are sent as they are (zhipu.md §2).</summary>
    [Theory]
    [InlineData("plainkey")]
    [InlineData("a.b.c")]
    public async Task AKeyOfAnotherForm_IsABearer(string key)
    {
        await using var fake = FakeZhipu.Start(new() { ApiKey = key });
        var services = new ServiceCollection();
        services.AddOneApi(options => options.Channels.Add(new() { Name = "glm", Provider = "zai", ApiKey = key, BaseUrl = fake.Url }));
        await using var other = services.BuildServiceProvider();

        await other.GetRequiredService<IChatClient>().GetResponseAsync("hello", new() { ModelId = "glm-4.6" }, Bound);

        Assert.Equal("Bearer " + key, TokenOf(Assert.Single(fake.Requests)));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _fake.DisposeAsync();
    }

    private void Pass(TimeSpan time)
    {
        _ours.Advance(time);
        _theirs.Advance(time);
    }

    private Task<string[]> AskAllAsync(bool streaming) => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => AskAsync(streaming), Bound)));

    private async Task<string> AskAsync(bool streaming)
    {
        var client = _services.GetRequiredService<IChatClient>();
        var options = new ChatOptions { ModelId = "glm-4-plus" };
        return streaming
            ? (await client.GetStreamingResponseAsync("hello", options, Bound).ToChatResponseAsync(Bound)).Text
            : (await client.GetResponseAsync("hello", options, Bound)).Text;
    }

    private string[] Tokens() => [.. _fake.Requests.Select(TokenOf)];

    private static string TokenOf(FakeRequest request) => request.Headers["Authorization"];

    /// <summary>Counts the tokens that were made.</summary>
    private sealed class CountingCache : ICredentialCache
    {
        private readonly MemoryCredentialCache _inner = new();
        private int _made;

        public int Made => Volatile.Read(ref _made);

        public ValueTask<IssuedCredential?> GetAsync(string key, CancellationToken cancellationToken) => _inner.GetAsync(key, cancellationToken);

        public ValueTask SetAsync(string key, IssuedCredential credential, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _made);
            return _inner.SetAsync(key, credential, cancellationToken);
        }

        public ValueTask RemoveAsync(string key, IssuedCredential refused, CancellationToken cancellationToken) => _inner.RemoveAsync(key, refused, cancellationToken);
    }
}
