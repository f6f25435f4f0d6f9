using Microsoft.Extensions.AI;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>Tokens that Baidu issues, through the whole gateway against fakes that verify them (protocols/wenxin.md §2; story row 27).</summary>
public sealed class BaiduCredentialTests
{
    private const int Callers = 64;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SixtyFourCallers_WithoutAToken_CauseOneExchange(bool streaming)
    {
        await using var fake = FakeWenxin.Start();
        await using var gateway = new BaiduGateway(fake);

        var answers = await gateway.AskAllAsync(Callers, streaming);

        AssertAllAnswered(answers);
        Assert.Equal((1, Callers), (fake.TokenExchanges, Calls(fake)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SixtyFourCallers_WithATokenThatHasEnded_CauseOneExchange(bool streaming)
    {
        var time = new SteppedTime();
        await using var fake = FakeWenxin.Start(new() { TimeProvider = time });
        fake.TokenLifetime = TimeSpan.FromHours(2);
        await using var gateway = new BaiduGateway(fake, time: time);
        AssertAllAnswered(await gateway.AskAsync(streaming));
        time.Advance(TimeSpan.FromHours(2));

        var answers = await gateway.AskAllAsync(Callers, streaming);

        AssertAllAnswered(answers);
        Assert.Equal((2, Callers + 1), (fake.TokenExchanges, Calls(fake)));
    }

    /// <summary>All 64 are on their way with the old token when the provider refuses it: each is told so only after the last has arrived.</summary>
    [Theory]
    [InlineData(false, "110")]
    [InlineData(true, "110")]
    [InlineData(false, "111")]
    [InlineData(true, "111")]
    public async Task SixtyFourCallers_RefusedAtOnce_CauseOneExchange_AndOneReplayEach(bool streaming, string code)
    {
        var wait = TimeSpan.FromSeconds(1);
        var time = new SteppedTime();
        await using var fake = FakeWenxin.Start(new() { TimeProvider = time });
        await using var gateway = new BaiduGateway(fake);
        AssertAllAnswered(await gateway.AskAsync(streaming));
        if (code == "110")
        {
            fake.RevokeTokens();
        }
        else
        {
            fake.ExpireTokens();
        }

        fake.Fault(Fault.SlowStart(wait), Callers);

        var asking = gateway.AskAllAsync(Callers, streaming);
        await time.TimerAsync(due => due == wait, BaiduGateway.Bound, Callers);
        time.Advance(wait);
        var answers = await asking;

        AssertAllAnswered(answers);
        Assert.Equal((2, 1 + (2 * Callers)), (fake.TokenExchanges, Calls(fake)));
        Assert.Equal(Callers, fake.Requests.Count(static request => !request.AuthenticationPassed));
        Assert.All(answers, static answer => Assert.Equal([OneApiErrorKind.Authentication, null], answer.Trace.Attempts.Select(static attempt => attempt.ErrorKind)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Embeddings_RefreshTheirTokenToo(bool expired)
    {
        await using var fake = FakeWenxin.Start();
        await using var gateway = new BaiduGateway(fake);
        await gateway.Embeddings.GenerateAsync(["a"], new() { ModelId = "embedding-v1" }, BaiduGateway.Bound);
        (expired ? (Action)fake.ExpireTokens : fake.RevokeTokens)();

        var vectors = await gateway.Embeddings.GenerateAsync(["a", "b"], new() { ModelId = "embedding-v1" }, BaiduGateway.Bound);

        Assert.Equal((2, 2), (vectors.Count, fake.TokenExchanges));
    }

    /// <summary>Chat and embeddings of one channel share a token, and so do channels with the same keys.</summary>
    [Fact]
    public async Task OneToken_ServesAllKindsOfCalls()
    {
        await using var fake = FakeWenxin.Start();
        await using var gateway = new BaiduGateway(fake);

        AssertAllAnswered(await gateway.AskAsync(streaming: false), await gateway.AskAsync(streaming: true));
        await gateway.Embeddings.GenerateAsync(["a"], new() { ModelId = "embedding-v1" }, BaiduGateway.Bound);

        Assert.Equal(1, fake.TokenExchanges);
    }

    [Theory]
    [InlineData(false, "110")]
    [InlineData(true, "110")]
    [InlineData(false, "111")]
    [InlineData(true, "111")]
    [InlineData(false, "100")]
    [InlineData(true, "13")]
    public async Task ASecondRefusal_IsAnAuthenticationError_AndAnotherChannelIsTried(bool streaming, string code)
    {
        await using var fake = FakeWenxin.Start();
        await using var spare = FakeOpenAI.Start();
        fake.Fault(Fault.ProviderError(code));
        await using var alone = new BaiduGateway(fake);
        await using var gateway = new BaiduGateway(fake, spare: spare);

        var failure = (await alone.AskAsync(streaming)).Failure;
        var answer = await gateway.AskAsync(streaming);

        Assert.Equal((OneApiErrorKind.Authentication, code, "wenxin"), (failure.Kind, failure.ProviderCode, failure.Provider));
        Assert.Equal(2, failure.Attempts.Count);
        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal(["baidu", "baidu", "spare"], answer.Trace.Attempts.Select(static attempt => attempt.Channel));
        Assert.Equal((4, 4), (fake.TokenExchanges, Calls(fake)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AToken_IsRenewedAheadOfItsEnd(bool streaming)
    {
        var time = new SteppedTime();
        await using var fake = FakeWenxin.Start(new() { TimeProvider = time });
        await using var gateway = new BaiduGateway(fake, time: time);
        AssertAllAnswered(await gateway.AskAsync(streaming));

        time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromMinutes(6));
        AssertAllAnswered(await gateway.AskAsync(streaming));
        Assert.Equal(1, fake.TokenExchanges);

        // Five minutes ahead a call starts the renewal, and the old token serves until the new one is here.
        time.Advance(TimeSpan.FromMinutes(2));
        do
        {
            BaiduGateway.Bound.ThrowIfCancellationRequested();
            AssertAllAnswered(await gateway.AskAsync(streaming));
        }
        while (!TokenOf(fake.Requests[^1]).Contains("/2=", StringComparison.Ordinal));

        time.Advance(TimeSpan.FromMinutes(4));
        AssertAllAnswered(await gateway.AskAsync(streaming));
        Assert.Equal(2, fake.TokenExchanges);
        Assert.All(fake.Requests, static one => Assert.True(one.AuthenticationPassed));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AWrongSecret_IsAnAuthenticationError_AndAnotherChannelIsTried(bool streaming)
    {
        await using var fake = FakeWenxin.Start();
        await using var spare = FakeOpenAI.Start();
        await using var gateway = new BaiduGateway(fake, spare: spare, configure: static channel => channel.SecretKey = "wrong");
        await using var alone = new BaiduGateway(fake, configure: static channel => channel.ApiKey = "wrong");

        var answer = await gateway.AskAsync(streaming);
        var failure = (await alone.AskAsync(streaming)).Failure;

        Assert.Equal(["baidu", "spare"], answer.Trace.Attempts.Select(static attempt => attempt.Channel));
        Assert.Equal((OneApiErrorKind.Authentication, "invalid_client", "unknown client id"), (failure.Kind, failure.ProviderCode, failure.ProviderMessage));
        Assert.Equal(0, Calls(fake));
    }

    [Theory]
    [InlineData("wenxin", false)]
    [InlineData("wenxin", true)]
    [InlineData("qianfan", false)]
    [InlineData("qianfan", true)]
    public async Task AHostOfTokensThatIsDown_IsUnavailable(string provider, bool streaming)
    {
        await using var fake = StartFake(provider);
        await using var gone = FakeWenxin.Start();
        await gone.DisposeAsync();
        await using var gateway = new BaiduGateway(fake, provider, configure: channel => channel.AuthBaseUrl = gone.Url);

        var failure = (await gateway.AskAsync(streaming)).Failure;

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, failure.Kind);
        Assert.Equal(0, Calls(fake));
    }

    [Fact]
    public async Task Tokens_AreIssuedAtTheirOwnAddress()
    {
        await using var fake = FakeWenxin.Start();
        await using var elsewhere = FakeWenxin.Start();
        await using var gateway = new BaiduGateway(fake, configure: channel => channel.AuthBaseUrl = elsewhere.Url);

        var failure = (await gateway.AskAsync(streaming: false)).Failure;

        Assert.Equal("110", failure.ProviderCode); // a token of somebody else's
        Assert.Equal((0, 2), (fake.TokenExchanges, elsewhere.TokenExchanges));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SignedCalls_NeedNoToken(bool streaming)
    {
        await using var fake = FakeWenxin.Start();
        await using var gateway = new BaiduGateway(fake, configure: static channel => channel.Authentication = "bce-auth-v1");
        await using var wrong = new BaiduGateway(fake, configure: static channel => (channel.Authentication, channel.SecretKey) = ("bce-auth-v1", "wrong"));

        AssertAllAnswered(await gateway.AskAsync(streaming));
        var failure = (await wrong.AskAsync(streaming)).Failure;

        Assert.Equal((OneApiErrorKind.Authentication, "14"), (failure.Kind, failure.ProviderCode));
        Assert.Single(failure.Attempts);
        Assert.Equal((0, 2), (fake.TokenExchanges, fake.Requests.Count));
        Assert.All(fake.Requests, static request => Assert.Empty(request.Query));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Qianfan_SixtyFourCallers_WithARefusedToken_CauseOneExchange(bool streaming)
    {
        var wait = TimeSpan.FromSeconds(1);
        var time = new SteppedTime();
        await using var fake = FakeQianfan.Start(new() { TimeProvider = time });
        await using var gateway = new BaiduGateway(fake, "qianfan", time);
        AssertAllAnswered(await gateway.AskAllAsync(Callers, streaming));
        Assert.Equal(1, fake.TokenExchanges);
        fake.ExpireTokens();
        fake.Fault(Fault.SlowStart(wait), Callers);

        var asking = gateway.AskAllAsync(Callers, streaming);
        await time.TimerAsync(due => due == wait, BaiduGateway.Bound, Callers);
        time.Advance(wait);

        AssertAllAnswered(await asking);
        Assert.Equal((2, 3 * Callers), (fake.TokenExchanges, Calls(fake)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Qianfan_APermanentKey_NeedsNoExchange_AndIsNotRefreshed(bool streaming)
    {
        await using var fake = FakeQianfan.Start();
        await using var gateway = new BaiduGateway(fake, "qianfan", configure: static channel => channel.SecretKey = null);
        await using var wrong = new BaiduGateway(fake, "qianfan", configure: static channel => (channel.SecretKey, channel.ApiKey) = (null, "wrong"));

        AssertAllAnswered(await gateway.AskAsync(streaming));
        var failure = (await wrong.AskAsync(streaming)).Failure;

        Assert.Equal((OneApiErrorKind.Authentication, "invalid_iam_token"), (failure.Kind, failure.ProviderCode));
        Assert.Single(failure.Attempts);
        Assert.Equal((0, 2), (fake.TokenExchanges, fake.Requests.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Qianfan_ASecondRefusal_IsAnAuthenticationError(bool streaming)
    {
        await using var fake = FakeQianfan.Start();
        fake.Fault(Fault.ProviderError("invalid_iam_token"));
        await using var gateway = new BaiduGateway(fake, "qianfan");

        var failure = (await gateway.AskAsync(streaming)).Failure;

        Assert.Equal((OneApiErrorKind.Authentication, 2), (failure.Kind, failure.Attempts.Count));
        Assert.Equal((2, 2), (fake.TokenExchanges, Calls(fake)));
    }

    private static FakeProvider StartFake(string provider) => provider == "wenxin" ? FakeWenxin.Start() : FakeQianfan.Start();

    private static string TokenOf(FakeRequest request) => request.Query.GetValueOrDefault("access_token", "");

    /// <summary>Requests for tokens have no body.</summary>
    private static int Calls(FakeProvider fake) => fake.Requests.Count(static request => request.Body.Length > 0);

    private static void AssertAllAnswered(params Answer[] answers) => Assert.All(answers, static answer => Assert.StartsWith("You said: ", answer.Text, StringComparison.Ordinal));
}
