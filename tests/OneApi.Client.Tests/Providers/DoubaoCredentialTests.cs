using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Gateway;

namespace OneApi.Client.Tests.Providers;

/// <summary>Ark's temporary keys for access keys (protocols/doubao.md §2.2): one exchange for all callers, for one resource, renewed in time.</summary>
public sealed class DoubaoCredentialTests
{
    private const string Bot = "bot-20250101000000-abcde";

    private static readonly TimeSpan Life = TimeSpan.FromSeconds(604_800);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_ExchangesOnce_AndSendsTheIssuedKey(bool streaming)
    {
        await using var one = ProviderGateway.ToDoubao(_time, static channel => channel.SessionToken = "session-token");

        Assert.Equal("You said: hello", (await one.AskAsync(streaming)).Text);
        Assert.Equal("You said: hello", (await one.AskAsync(streaming)).Text);

        Assert.Equal(["/api/v3/", "/api/v3/chat/completions", "/api/v3/chat/completions"], one.Fake.Requests.Select(static request => request.Path));
        var exchange = one.Fake.Requests[0];
        Assert.Equal("""{"DurationSeconds":604800,"ResourceType":"endpoint","ResourceIds":["ep-20250101000000-abcde"]}""", System.Text.Encoding.UTF8.GetString(exchange.Body.Span));
        Assert.Equal(("application/json", "session-token"), (exchange.Headers["Content-Type"], exchange.Headers["X-Security-Token"]));
        Assert.Contains("/20250101/cn-beijing/ark/request, SignedHeaders=content-type;host;x-content-sha256;x-date;x-security-token, ", exchange.Headers["Authorization"], StringComparison.Ordinal);
        Assert.All(one.Fake.Requests.Skip(1), static request => Assert.StartsWith("Bearer fake-ark-issued-key-", request.Headers["Authorization"], StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SixtyFourCallers_WithAnExpiredKey_CauseOneExchange_AndNoFailedCall(bool streaming)
    {
        await using var one = ProviderGateway.ToDoubao(_time);
        Assert.Equal("You said: hello", (await one.AskAsync(streaming)).Text);
        _time.Advance(Life);

        await AskTogetherAsync(one, streaming);

        Assert.Equal(2, one.Fake.KeyExchanges);
        Assert.All(Calls(one), static request => Assert.True(request.AuthenticationPassed));
        Assert.Equal(65, Calls(one).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SixtyFourCallers_WhoseKeyIsRefused_CauseOneExchange_AndNoFailedCall(bool streaming)
    {
        await using var one = ProviderGateway.ToDoubao(_time);
        Assert.Equal("You said: hello", (await one.AskAsync(streaming)).Text);
        one.Fake.ExpireKeys();

        await AskTogetherAsync(one, streaming);

        Assert.Equal(2, one.Fake.KeyExchanges);
    }

    [Fact]
    public async Task SixtyFourCallers_WithoutAnyKey_CauseOneExchange()
    {
        await using var one = ProviderGateway.ToDoubao(_time);

        await AskTogetherAsync(one, streaming: false);

        Assert.Equal(1, one.Fake.KeyExchanges);
    }

    /// <summary>401 AuthenticationError: dropped, exchanged once more, repeated once.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AKeyThatIsRefusedTwice_EndsTheCall(bool streaming)
    {
        await using var one = ProviderGateway.ToDoubao(_time);
        one.Fake.Fault(Fault.ProviderError("AuthenticationError"));

        var error = (await one.AskAsync(streaming)).Failure;

        Assert.Equal((OneApiErrorKind.Authentication, "AuthenticationError"), (error.Kind, error.ProviderCode));
        Assert.Equal((2, 2), (one.Fake.KeyExchanges, Calls(one).Length));
    }

    /// <summary>The vendor's SDK fetches another key with half an hour left, and lets callers wait with ten minutes left.</summary>
    [Fact]
    public async Task Key_IsRenewedWithHalfAnHourLeft_InTheBackground()
    {
        await using var one = ProviderGateway.ToDoubao(_time);
        await one.AskAsync(streaming: false);

        _time.Advance(Life - TimeSpan.FromMinutes(31));
        await one.AskAsync(streaming: false);
        Assert.Equal(1, one.Fake.KeyExchanges);

        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("You said: hello", (await one.AskAsync(streaming: false)).Text);
        while (one.Fake.KeyExchanges < 2)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Key_WithLessThanTenMinutesLeft_IsNotUsed()
    {
        await using var one = ProviderGateway.ToDoubao(_time);
        await one.AskAsync(streaming: false);
        var first = Calls(one)[0].Headers["Authorization"];

        _time.Advance(Life - TimeSpan.FromMinutes(9));
        await one.AskAsync(streaming: false);

        Assert.NotEqual(first, Calls(one)[^1].Headers["Authorization"]);
    }

    [Theory]
    [InlineData("ep-20250101000000-abcde", "endpoint", null)]
    [InlineData("ep-m-20250101000000-abcde", "presetendpoint", "project-a")]
    [InlineData(Bot, "bot", null)]
    public async Task Keys_AreIssuedForTheResourceOfTheCall(string model, string type, string? project)
    {
        await using var one = ProviderGateway.ToDoubao(_time, channel => channel.Project = project);

        Assert.Equal("You said: hello", (await one.AskAsync(streaming: false, options: new() { ModelId = model })).Text);

        var body = one.Fake.Requests[0].Json;
        Assert.Equal(type, body.GetProperty("ResourceType").GetString());
        Assert.Equal(model, Assert.Single(body.GetProperty("ResourceIds").EnumerateArray()).GetString());
        Assert.Equal(project, body.TryGetProperty("ProjectName", out var named) ? named.GetString() : null);
    }

    [Fact]
    public async Task Keys_OfDifferentResources_DoNotMix()
    {
        await using var one = ProviderGateway.ToDoubao(_time);

        foreach (var model in (string[])[ProviderGateway.Endpoint, Bot, ProviderGateway.Endpoint, Bot])
        {
            Assert.Equal("You said: hello", (await one.AskAsync(streaming: false, options: new() { ModelId = model })).Text);
        }

        Assert.Equal(2, one.Fake.KeyExchanges);
        Assert.Equal(2, Calls(one).Select(static request => request.Headers["Authorization"]).Distinct().Count());
    }

    [Theory]
    [InlineData("doubao-seed-1-6-251015", null)]
    [InlineData("ep-m-20250101000000-abcde", null)]
    public async Task APlainModel_OrAPresetWithoutAProject_IsRefused_BeforeAnythingIsSent(string model, string? project)
    {
        await using var one = ProviderGateway.ToDoubao(_time, channel => channel.Project = project);

        var error = (await one.AskAsync(streaming: false, options: new() { ModelId = model })).Failure;

        Assert.Equal((OneApiErrorKind.PermissionDenied, "resource_not_covered"), (error.Kind, error.ProviderCode));
        Assert.Empty(one.Fake.Requests);
    }

    [Fact]
    public async Task Embeddings_TakeIssuedKeysToo()
    {
        await using var one = ProviderGateway.ToDoubao(_time);

        Assert.Equal(2, (await one.Embeddings.GenerateAsync(["a", "b"], new() { ModelId = ProviderGateway.Endpoint }, TestContext.Current.CancellationToken)).Count);
        Assert.Equal(1, one.Fake.KeyExchanges);
    }

    [Fact]
    public async Task WithoutASecretKey_TheKeyIsABearerKey_ForPlainModelsToo()
    {
        await using var one = ProviderGateway.ToDoubao(_time, static channel => channel.SecretKey = null);

        Assert.Equal("You said: hello", (await one.AskAsync(streaming: false, options: new() { ModelId = "doubao-seed-1-6-251015" })).Text);

        Assert.Equal("Bearer " + one.Fake.ApiKey, Assert.Single(one.Fake.Requests).Headers["Authorization"]);
    }

    /// <summary>Region and address of the control plane are the channel's to say.</summary>
    [Fact]
    public async Task Region_IsSigned_AndAuthBaseUrl_IsWhereKeysComeFrom()
    {
        await using var other = FakeDoubao.Start(new() { TimeProvider = _time });
        await using var one = ProviderGateway.ToDoubao(_time, channel => (channel.Region, channel.AuthBaseUrl) = ("ap-southeast-1", other.Url));
        one.Fake.Fault(Fault.Reset());

        await one.AskAsync(streaming: false);

        Assert.Contains("/ap-southeast-1/ark/request", Assert.Single(other.Requests).Headers["Authorization"], StringComparison.Ordinal);
        Assert.True(other.Requests[0].AuthenticationPassed);
        Assert.Equal("/api/v3/chat/completions", Assert.Single(one.Fake.Requests).Path);
    }

    [Theory]
    [InlineData(true, "InvalidAccessKey")]
    [InlineData(false, "SignatureDoesNotMatch")]
    public async Task AWrongPair_EndsTheCall_AndSaysNoSecret(bool wrongId, string code)
    {
        await using var one = ProviderGateway.ToDoubao(_time, channel => (channel.ApiKey, channel.SecretKey) = wrongId ? (channel.ApiKey + "x", channel.SecretKey) : (channel.ApiKey, channel.SecretKey + "x"));

        var error = (await one.AskAsync(streaming: false)).Failure;

        Assert.Equal((OneApiErrorKind.Authentication, code), (error.Kind, error.ProviderCode));
        Assert.Single(one.Fake.Requests);
        Assert.DoesNotContain(one.Fake.SecretKey, error + error.ProviderMessage, StringComparison.Ordinal);
    }

    /// <summary>The control plane's errors of §7, under their own status and under 200.</summary>
    [Theory]
    [InlineData("SignatureDoesNotMatch", OneApiErrorKind.Authentication)]
    [InlineData("InvalidAccessKey", OneApiErrorKind.Authentication)]
    [InlineData("InvalidCredential", OneApiErrorKind.Authentication)]
    [InlineData("InvalidSecretToken", OneApiErrorKind.Authentication)]
    [InlineData("AccessDenied", OneApiErrorKind.PermissionDenied)]
    [InlineData("FlowLimitExceeded", OneApiErrorKind.RateLimited)]
    [InlineData("InternalError", OneApiErrorKind.ProviderUnavailable)]
    [InlineData("ServiceUnavailableTemp", OneApiErrorKind.ProviderUnavailable)]
    public async Task AnErrorOfTheControlPlane_HasTheKindOfItsRow(string code, OneApiErrorKind expected)
    {
        await using var one = ProviderGateway.ToDoubao(_time);

        foreach (var status in (int?[])[null, 200])
        {
            one.Fake.RefuseKeys(code, status);
            var error = (await one.AskAsync(streaming: false)).Failure;

            Assert.Equal((expected, code), (error.Kind, error.ProviderCode));
            Assert.StartsWith("fake-request-", error.RequestId, StringComparison.Ordinal);
        }

        Assert.Empty(Calls(one));
        one.Fake.RefuseKeys(null);
        Assert.Equal("You said: hello", (await one.AskAsync(streaming: false)).Text);
    }

    [Fact]
    public async Task AControlPlaneThatCantBeReached_IsProviderUnavailable()
    {
        await using var one = ProviderGateway.ToDoubao(_time, static channel => channel.AuthBaseUrl = "http://127.0.0.1:1");

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, (await one.AskAsync(streaming: false)).Failure.Kind);
    }

    private static async Task AskTogetherAsync(ProviderGateway<FakeDoubao> one, bool streaming)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => one.AskAsync(streaming))));

        Assert.All(answers, static answer => Assert.Equal("You said: hello", answer.Text));
    }

    private static FakeRequest[] Calls(ProviderGateway<FakeDoubao> one) => [.. one.Fake.Requests.Where(static request => request.Path != "/api/v3/")];
}
