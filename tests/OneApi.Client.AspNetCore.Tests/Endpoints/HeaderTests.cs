using System.Globalization;
using System.Net;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Endpoints;

/// <summary>Headers in and out (design §7.2, reliability §2 and §4).</summary>
public sealed class HeaderTests
{
    public static TheoryData<string, bool> Calls => new() { { "/v1/chat/completions", false }, { "/v1/chat/completions", true }, { "/v1/messages", false }, { "/v1/messages", true } };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Answer_SaysWhoServedIt(string path, bool streaming)
    {
        await using var bad = FakeOpenAI.Start();
        await using var good = FakeOpenAI.Start();
        bad.Fault(Fault.ServerError(500));
        await using var host = await EndpointHost.StartAsync(options =>
        {
            options.Channels.Add(new() { Name = "bad", Provider = "openai", ApiKey = bad.ApiKey, BaseUrl = bad.Url, Models = ["public"], Priority = 1 });
            options.Channels.Add(new() { Name = "gut–1", Provider = "openai", ApiKey = good.ApiKey, BaseUrl = good.Url, Models = ["public"], ModelMap = { ["public"] = "real" } });
        });

        using var answer = await host.SendAsync(path, Body(streaming), change: static request => request.Headers.Add("x-request-id", "my-id.1"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("my-id.1", Header(answer, "x-request-id"));
        Assert.Equal("my-id.1", Header(answer, "x-oneapi-request-id"));
        Assert.Equal("gut%E2%80%931", Header(answer, "x-oneapi-channel"));
        Assert.Equal("public", Header(answer, "x-oneapi-model"));
        Assert.Equal("default", Header(answer, "x-oneapi-group"));
        Assert.Equal("2", Header(answer, "x-oneapi-attempts"));
        Assert.Equal("0", Header(answer, "x-oneapi-warnings"));
        Assert.InRange(double.Parse(Header(answer, "x-oneapi-overhead-ms"), CultureInfo.InvariantCulture), 0, 60_000);
    }

    [Theory]
    [InlineData("authorization", "Bearer ")]
    [InlineData("authorization", "bearer ")]
    [InlineData("x-api-key", "")]
    [InlineData("api-key", "")]
    public async Task Key_IsTakenFromTheHeaderThatTheClientUses(string name, string prefix)
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake);

        using var answer = await host.SendAsync("/v1/chat/completions", Body(streaming: false), change: request =>
        {
            request.Headers.Authorization = null;
            request.Headers.TryAddWithoutValidation(name, prefix + host.Key);
        });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Limits_StandInTheHeaders_AndARefusalSaysWhenToComeBack()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake, token: new() { Name = "t", Limits = new() { RequestsPerMinute = 1, TokensPerMinute = 100_000 } });

        using var first = await host.SendAsync("/v1/chat/completions", Body(streaming: false));
        using var second = await host.SendAsync("/v1/chat/completions", Body(streaming: false));

        Assert.Equal(("1", "0", "100000"), (Header(first, "x-ratelimit-limit-requests"), Header(first, "x-ratelimit-remaining-requests"), Header(first, "x-ratelimit-limit-tokens")));
        Assert.EndsWith("s", Header(first, "x-ratelimit-reset-requests"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.InRange(int.Parse(Header(second, "Retry-After"), CultureInfo.InvariantCulture), 1, 62); // a minute, and the part of the window in which the call lies
        Assert.InRange(int.Parse(Header(second, "retry-after-ms"), CultureInfo.InvariantCulture), 1, 62_000);
        Assert.Equal("0", Header(second, "x-ratelimit-remaining-requests"));
    }

    [Fact]
    public async Task Forwarding_FollowsTheList_AndTheForwardedAddressIsTheVerifiedOne()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await EndpointHost.StartAsync(options =>
        {
            options.ForwardHeaders = ["X-Forwarded-For", "User-Agent", "x-tenant"];
            options.Channels.Add(new() { Name = "one", Provider = "openai", ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = ["public"] });
        });

        using var answer = await host.SendAsync("/v1/chat/completions", Body(streaming: false), change: static request =>
        {
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.9");
            request.Headers.TryAddWithoutValidation("User-Agent", "my-app/1");
            request.Headers.TryAddWithoutValidation("x-tenant", "acme");
            request.Headers.TryAddWithoutValidation("x-other", "stays here");
            request.Headers.TryAddWithoutValidation("Cookie", "session=1");
        });

        var sent = fake.Requests[^1].Headers;
        Assert.Equal(("127.0.0.1", "my-app/1", "acme"), (sent["X-Forwarded-For"], sent["User-Agent"], sent["x-tenant"]));
        Assert.False(sent.ContainsKey("x-other"));
        Assert.False(sent.ContainsKey("Cookie"));
        Assert.DoesNotContain(host.Key, string.Join(' ', sent.Values), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.0/8", "192.168.10.7", true)]
    [InlineData("127.0.0.0/8", "10.0.0.1, 192.168.10.7", true)]
    [InlineData("127.0.0.0/8", "192.168.10.7, 203.0.113.9", false)]
    [InlineData("127.0.0.0/8,203.0.113.9", "192.168.10.7, 203.0.113.9", true)]
    [InlineData("127.0.0.0/8", "::ffff:192.168.10.7", true)]
    [InlineData("127.0.0.0/8", "192.168.10.7:4711", true)]
    [InlineData("127.0.0.0/8", "unknown", false)]
    [InlineData("127.0.0.0/8", "", false)]
    [InlineData("10.0.0.0/8", "192.168.10.7", false)]
    [InlineData("", "192.168.10.7", false)]
    public async Task AddressBehindKnownProxies_DecidesOverTheAllowList(string proxies, string forwarded, bool isAllowed)
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake, token: new() { Name = "t", IpAllowList = ["192.168.10.0/24"] }, endpoints: options => options.KnownProxies = proxies.Split(',', StringSplitOptions.RemoveEmptyEntries));

        using var answer = await host.SendAsync("/v1/chat/completions", Body(streaming: false), change: request => request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwarded));

        Assert.Equal(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    /// <summary>Several choices come where bytes are passed on; elsewhere one is asked for, and the caller is told.</summary>
    [Theory]
    [InlineData("moonshot", ",\"n\":2", true)]
    [InlineData("moonshot", ",\"n\":2,\"temperature\":1.5", false)] // hotter than the vendor takes: written anew
    [InlineData("anthropic", ",\"n\":2", false)]
    public async Task SeveralChoices_AreAskedForWhereTheyCanBeGiven(string provider, string more, bool isPassedOn)
    {
        await using FakeProvider fake = provider == "anthropic" ? FakeAnthropic.Start() : FakeMoonshot.Start();
        await using var host = await EndpointHost.StartAsync(options => options.Channels.Add(new() { Name = "one", Provider = provider, ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = ["public"] }));

        using var answer = await host.SendAsync("/v1/chat/completions", Body(streaming: false).Insert(Body(streaming: false).Length - 1, more));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(isPassedOn, fake.Requests[^1].Json.TryGetProperty("n", out _));
        Assert.Equal(isPassedOn, Header(answer, "x-oneapi-warnings") == "0");
    }

    [Fact]
    public async Task GroupAndFallbacks_MayComeInHeaders()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await EndpointHost.StartAsync(
            options =>
            {
                options.Groups["blue"] = new();
                options.Channels.Add(new() { Name = "one", Provider = "openai", ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = ["other"], Groups = ["blue"] });
                options.Channels.Add(new() { Name = "broken", Provider = "openai", ApiKey = "wrong", BaseUrl = fake.Url, Models = ["public"], Groups = ["blue"] });
            },
            token: new() { Name = "t", Group = "blue" });

        using var answer = await host.SendAsync("/v1/chat/completions", Body(streaming: false), change: static request =>
        {
            request.Headers.Add("x-oneapi-group", "blue");
            request.Headers.Add("x-oneapi-fallbacks", "other, third");
        });

        Assert.Equal(("other", "blue"), (Header(answer, "x-oneapi-model"), Header(answer, "x-oneapi-group")));
    }

    [Fact]
    public async Task Models_AreThoseOfTheTokensGroup_InBothVendorsWords()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await EndpointHost.StartAsync(
            options =>
            {
                options.Groups["blue"] = new();
                options.Groups["red"] = new();
                options.Channels.Add(new() { Name = "one", Provider = "openai", ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = ["a", "b", "c/d", "gpt-*"], Groups = ["blue"] });
                options.Channels.Add(new() { Name = "two", Provider = "openai", ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = ["z"], Groups = ["red"] });
            },
            token: new() { Name = "t", Group = "blue", Models = ["a", "c/*"] });

        var (_, list) = await host.AskAsync("/v1/models", null);
        var (_, anthropic) = await host.AskAsync("/v1/models", null, change: static request => request.Headers.Add("anthropic-version", "2023-06-01"));
        var (_, one) = await host.AskAsync("/v1/models/c/d", null);
        var (none, _) = await host.AskAsync("/v1/models/z", null);

        Assert.Equal(("list", "a,c/d"), (list.GetProperty("object").GetString(), string.Join(',', list.GetProperty("data").EnumerateArray().Select(static model => model.GetProperty("id").GetString()))));
        Assert.Equal("model", anthropic.GetProperty("data")[0].GetProperty("type").GetString());
        Assert.Equal("c/d", one.GetProperty("id").GetString());
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    private static string Body(bool streaming) => $$"""{"model":"public","max_tokens":16,"stream":{{(streaming ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""";

    private static Task<EndpointHost> StartAsync(FakeOpenAI fake, AccessTokenRequest? token = null, Action<OneApiEndpointOptions>? endpoints = null) => EndpointHost.StartAsync(
        options => options.Channels.Add(new() { Name = "one", Provider = "openai", ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = ["public"] }),
        endpoints,
        token: token);
}
