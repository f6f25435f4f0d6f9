using System.Net;
using OneApi.Client.Tests.Gateway;

namespace OneApi.Client.Tests.Admission;

/// <summary>What an access token allows and forbids, over the whole engine. Nothing reaches a provider that is not allowed.</summary>
public sealed class TokenCallTests
{
    public static TheoryData<bool> Doors => [false, true];

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task AnUnknownToken_IsUnauthorized(bool streaming)
    {
        await using var scenario = new PaidScenario();

        foreach (var key in (string[])["", "sk-nobody", OneApi.Client.Admission.AccessKey.Create("oa").Text])
        {
            var failure = (await scenario.Inner.AskAsync(streaming, options: new OneApiChatOptions { AccessToken = key })).Failure;
            Assert.Equal((OneApiErrorKind.CallerUnauthorized, "invalid_api_key"), (failure.Kind, failure.ProviderCode));
        }

        Assert.Equal([0], scenario.Inner.Requests);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task ARevokedToken_IsRefusedAtOnce_ARotatedOneWorks(bool streaming)
    {
        await using var scenario = new PaidScenario();
        var grant = await scenario.GrantAsync();
        Assert.NotEmpty((await scenario.AskAsync(grant, streaming)).Text);

        var renewed = (await scenario.Tokens.RotateAsync(grant.Token.Id, TimeSpan.Zero, PaidScenario.Bound))!;
        Assert.Equal("token_expired", (await scenario.AskAsync(grant, streaming)).Failure.ProviderCode);
        Assert.NotEmpty((await scenario.AskAsync(renewed, streaming)).Text);

        await scenario.Tokens.RevokeAsync(grant.Token.Id, PaidScenario.Bound);
        Assert.Equal("invalid_api_key", (await scenario.AskAsync(renewed, streaming)).Failure.ProviderCode);
    }

    [Theory]
    [InlineData("192.168.10.7", true)]
    [InlineData("::ffff:192.168.10.7", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("192.168.11.7", false)]
    [InlineData("2001:db9::1", false)]
    [InlineData(null, false)]
    public async Task AnAddress_MustBeOnTheList(string? address, bool isAllowed)
    {
        await using var scenario = new PaidScenario();
        var grant = await scenario.GrantAsync(static request => request.IpAllowList = ["192.168.10.0/24", "2001:db8::/32"]);

        var answer = await scenario.AskAsync(grant, streaming: false, options => options.ClientAddress = address is null ? null : IPAddress.Parse(address));

        if (isAllowed)
        {
            Assert.NotEmpty(answer.Text);
            return;
        }

        Assert.Equal((OneApiErrorKind.CallerForbidden, "ip_not_allowed"), (answer.Failure.Kind, answer.Failure.ProviderCode));
        Assert.DoesNotContain("192.168", answer.Failure.ProviderMessage, StringComparison.Ordinal);
        Assert.Equal([0], scenario.Inner.Requests);
    }

    [Fact]
    public async Task AToken_IsHeldToItsGroup()
    {
        await using var scenario = new PaidScenario(configure: static options => options.Groups["vip"] = new());
        var grant = await scenario.GrantAsync(static request => request.Group = "vip");

        Assert.NotEmpty((await scenario.AskAsync(grant, streaming: false)).Text);
        Assert.Equal("vip", scenario.Record.Group);
        Assert.NotEmpty((await scenario.AskAsync(grant, streaming: false, static options => options.Group = "VIP")).Text);
        var failure = (await scenario.AskAsync(grant, streaming: false, static options => options.Group = "default")).Failure;
        Assert.Equal((OneApiErrorKind.CallerForbidden, "group_not_allowed"), (failure.Kind, failure.ProviderCode));
    }

    [Fact]
    public async Task AToken_IsHeldToItsModels_FallbacksIncluded()
    {
        await using var scenario = new PaidScenario(configure: static options =>
        {
            options.Prices["*"] = new() { Input = "1", Output = "1" };
            options.Groups["default"].Fallbacks["gpt-4o-mini"] = ["forbidden", "allowed-1"];
        });
        var grant = await scenario.GrantAsync(static request => request.Models = ["gpt-4o*", "allowed-*"]);
        scenario.Fake.Fault(OneApi.Client.Testing.Fault.ServerError(), times: 1);

        Assert.NotEmpty((await scenario.AskAsync(grant, streaming: false)).Text);
        Assert.Equal("allowed-1", scenario.Record.ServedModel);
        var failure = (await scenario.AskAsync(grant, streaming: false, static options => options.ModelId = "forbidden")).Failure;
        Assert.Equal((OneApiErrorKind.CallerForbidden, "model_not_allowed"), (failure.Kind, failure.ProviderCode));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task RequestsPerMinute_AreCounted_AndARefusalSaysWhenToComeBack(bool streaming)
    {
        await using var scenario = new PaidScenario();
        var grant = await scenario.GrantAsync(static request => request.Limits = new() { RequestsPerMinute = 2 });

        Assert.NotEmpty((await scenario.AskAsync(grant, streaming)).Text);
        Assert.NotEmpty((await scenario.AskAsync(grant, streaming)).Text);
        var failure = (await scenario.AskAsync(grant, streaming)).Failure;

        Assert.Equal((OneApiErrorKind.CallerRateLimited, "rate_limit_exceeded"), (failure.Kind, failure.ProviderCode));
        Assert.InRange(failure.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(61));
        Assert.Equal([2], scenario.Inner.Requests);
    }

    /// <summary>A call that the quota refuses has not used up a request.</summary>
    [Fact]
    public async Task ALaterRefusal_GivesTheRequestBack()
    {
        await using var scenario = new PaidScenario();
        var grant = await scenario.GrantAsync(static request => (request.QuotaMicros, request.Limits) = (0, new() { RequestsPerMinute = 1 }));

        Assert.Equal("quota_exhausted", (await scenario.AskAsync(grant, streaming: false)).Failure.ProviderCode);
        Assert.Equal("quota_exhausted", (await scenario.AskAsync(grant, streaming: false)).Failure.ProviderCode);
    }

    [Fact]
    public async Task TokensPerMinute_AreEstimatedFirst_AndCorrectedAfterwards()
    {
        await using var scenario = new PaidScenario();
        scenario.Fake.Reply(new OneApi.Client.Testing.FakeReply { Text = "hi", Usage = new() { InputTokens = 7, OutputTokens = 1 } });
        var grant = await scenario.GrantAsync(static request => request.Limits = new() { TokensPerMinute = 120 });

        // 7 tokens of input and at most 100 of output are set aside each time, 8 are used: (120 − 107) / 8 more calls fit than one.
        Assert.NotEmpty((await scenario.AskAsync(grant, streaming: false)).Text);
        Assert.NotEmpty((await scenario.AskAsync(grant, streaming: false)).Text);
        Assert.Equal("rate_limit_exceeded", (await scenario.AskAsync(grant, streaming: false)).Failure.ProviderCode);
        Assert.NotEmpty((await scenario.AskAsync(grant, streaming: false, static options => options.MaxOutputTokens = 90)).Text);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Concurrency_IsGivenBackWhenACallEnds_HoweverItEnds(bool streaming)
    {
        await using var scenario = new PaidScenario(configure: static options => options.Groups["default"].Limits = new() { Concurrency = 1 });
        using var caller = new CancellationTokenSource();
        scenario.Fake.Fault(OneApi.Client.Testing.Fault.Silence(), times: 1);
        var grant = await scenario.GrantAsync();
        var first = scenario.AskAsync(grant, streaming, cancellationToken: caller.Token);
        await scenario.Fake.WaitForRequestAsync(PaidScenario.Bound);

        Assert.Equal("rate_limit_exceeded", (await scenario.AskAsync(grant, streaming)).Failure.ProviderCode);
        await caller.CancelAsync();
        await first;
        scenario.Fake.Fault(OneApi.Client.Testing.Fault.ServerError(), times: 1);

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, (await scenario.AskAsync(grant, streaming)).Failure.Kind);
        Assert.NotEmpty((await scenario.AskAsync(grant, streaming)).Text);
        Assert.NotEmpty((await scenario.AskAsync(grant, streaming)).Text);
    }

    /// <summary>A channel's own limit moves on to the next one; the full channel is not asked, and no attempt is counted.</summary>
    [Theory]
    [MemberData(nameof(Doors))]
    public async Task AFullChannel_IsPassedOver(bool streaming)
    {
        await using var scenario = new Scenario("openai", channels: 2, static options =>
        {
            options.Failover.MaxAttempts = 1;
            options.Channels[0].Limits = new() { RequestsPerMinute = 1 };
            options.Channels[1].Limits = new() { RequestsPerMinute = 1 };
        });

        Assert.Equal("one", (await scenario.AskAsync(streaming)).Trace.Channel);
        Assert.Equal("two", (await scenario.AskAsync(streaming)).Trace.Channel);
        var failure = (await scenario.AskAsync(streaming)).Failure;

        Assert.Equal((OneApiErrorKind.RateLimited, "channel_limit"), (failure.Kind, failure.ProviderCode));
        Assert.Empty(failure.Attempts);
        Assert.Equal([1, 1], scenario.Requests);
    }

    [Fact]
    public async Task ATokenOfAnotherGateway_WorksWhereItWasImported()
    {
        const string foreign = "sk-0123456789abcdefABCDEF0123456789abcdefABCDEF0123";
        await using var scenario = new PaidScenario();
        Assert.Equal("invalid_api_key", (await scenario.Inner.AskAsync(false, options: new OneApiChatOptions { AccessToken = foreign })).Failure.ProviderCode);

        var grant = await scenario.GrantAsync(static request => request.ImportedKey = foreign);

        Assert.Equal(foreign, grant.Key);
        Assert.NotEmpty((await scenario.AskAsync(grant, streaming: false)).Text);
        var again = await Assert.ThrowsAsync<AccessTokenException>(() => scenario.GrantAsync(static request => (request.Name, request.ImportedKey) = ("again", foreign)));
        Assert.StartsWith("key:", again.Message, StringComparison.Ordinal);
        Assert.Equal(1_000_000, (await scenario.Quotas.GetAsync(OneApi.Client.Quotas.TokenAccounts.Total(grant.Token.Id), PaidScenario.Bound))!.LimitMicros);
        var wrong = await Assert.ThrowsAsync<AccessTokenException>(() => scenario.GrantAsync(static request => (request.Name, request.ImportedKey) = ("short", "sk-tooshort")));
        Assert.StartsWith("key:", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tooshort", wrong.Message, StringComparison.Ordinal);
    }

    /// <summary>A token is a secret: it is in no log, no record and no error.</summary>
    [Fact]
    public async Task AKey_IsNowhere()
    {
        await using var scenario = new PaidScenario();
        var grant = await scenario.GrantAsync();
        await scenario.AskAsync(grant, streaming: false);
        scenario.Fake.Fault(OneApi.Client.Testing.Fault.ServerError());
        var failure = (await scenario.AskAsync(grant, streaming: true)).Failure;

        var everything = string.Join('\n', scenario.Inner.Logs.GetSnapshot().Select(static record => record.ToString())) + failure
            + string.Join('\n', scenario.Inner.Usage.Records.Select(static record => record + System.Text.Encoding.UTF8.GetString(UsageRecordJson.Serialize(record))));
        Assert.DoesNotContain(grant.Key[^30..], everything, StringComparison.Ordinal);
        Assert.All(scenario.Fake.Requests, request => Assert.DoesNotContain(grant.Key[^30..], string.Join('\n', request.Headers.Select(static header => header.Value)), StringComparison.Ordinal));
    }
}
