using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Endpoints;

/// <summary>Items of answers to <c>/v1/responses</c> that later requests refer to by their ids.</summary>
public sealed class RememberedItemTests
{
    private const string Tools = """[{"type":"function","name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"}}}}]""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AToolLoop_GoesOnByReferences_AndTheProviderSeesTheWholeConversation(bool streaming)
    {
        await using var fake = FakeAnthropic.Start();
        await using var host = await StartAsync(fake);
        fake.Reply(new FakeReply { Reasoning = "Let me look.", ToolCalls = [new("toolu_1", "weather", """{"city":"Paris"}""")] });

        var items = await AnswerAsync(host, $$"""{"model":"m","input":"Hi","reasoning":{"effort":"low"},"tools":{{Tools}}}""", streaming);
        Assert.Equal(["reasoning", "function_call"], items.Select(static item => item.GetProperty("type").GetString()));
        var references = string.Join(',', items.Select(static item => $$"""{"type":"item_reference","id":"{{item.GetProperty("id").GetString()}}"}"""));
        var second = await AnswerAsync(host, $$"""{"model":"m","input":[{"role":"user","content":"Hi"},{{references}},{"type":"function_call_output","call_id":"toolu_1","output":"sunny"}],"reasoning":{"effort":"low"},"tools":{{Tools}}}""", streaming);

        Assert.NotEmpty(second);
        var sent = fake.Requests[^1].Json.GetProperty("messages")[1].GetProperty("content");
        Assert.Equal(["thinking", "tool_use"], sent.EnumerateArray().Select(static part => part.GetProperty("type").GetString()));
        Assert.Equal("Let me look.", sent[0].GetProperty("thinking").GetString());
        Assert.NotEmpty(sent[0].GetProperty("signature").GetString()!);
        Assert.Equal("Paris", sent[1].GetProperty("input").GetProperty("city").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SomebodyElsesItem_IsAsUnknownAsOneThatNeverWas(bool streaming)
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake);
        var id = (await AnswerAsync(host, """{"model":"m","input":"Hi"}""", streaming))[0].GetProperty("id").GetString()!;
        var other = (await host.Tokens.CreateAsync(new() { Name = "other" }, Stop)).Key;

        var (own, _) = await host.AskAsync("/v1/responses", Referring(id));
        var (theirs, error) = await host.AskAsync("/v1/responses", Referring(id), other);
        var (none, never) = await host.AskAsync("/v1/responses", Referring("msg_never"), other);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (own.StatusCode, theirs.StatusCode, none.StatusCode));
        Assert.Equal(never.GetRawText().Replace("msg_never", id, StringComparison.Ordinal), error.GetRawText());
        Assert.Equal("input[1].id", error.GetProperty("error").GetProperty("param").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StoreFalse_IsNotRemembered(bool streaming)
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake);
        var id = (await AnswerAsync(host, """{"model":"m","input":"Hi","store":false}""", streaming))[0].GetProperty("id").GetString()!;

        var (answer, _) = await host.AskAsync("/v1/responses", Referring(id));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Off_AReferenceIsRefused()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake, static options => options.RememberItemsFor = TimeSpan.Zero);
        var id = (await AnswerAsync(host, """{"model":"m","input":"Hi"}""", streaming: false))[0].GetProperty("id").GetString()!;

        var (answer, error) = await host.AskAsync("/v1/responses", Referring(id));

        Assert.Equal((HttpStatusCode.BadRequest, "unsupported_value"), (answer.StatusCode, error.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task NodesThatShareACache_RememberTogether_ForAsLongAsIsSaid_AndTheKeysTellNothing()
    {
        await using var fake = FakeOpenAI.Start();
        var cache = new SharedCache();
        await using var one = await StartAsync(fake, static options => (options.RememberItemsFor, options.RequireAccessToken) = (TimeSpan.FromMinutes(7), false), cache);
        await using var two = await StartAsync(fake, static options => options.RequireAccessToken = false, cache);
        static void WithoutKey(HttpRequestMessage request) => request.Headers.Authorization = null;
        var (_, first) = await one.AskAsync("/v1/responses", """{"model":"m","input":"Hi"}""", change: WithoutKey);
        var id = first.GetProperty("output")[0].GetProperty("id").GetString()!;

        var (answer, _) = await two.AskAsync("/v1/responses", Referring(id), change: WithoutKey);
        var (withKey, _) = await two.AskAsync("/v1/responses", Referring(id));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (answer.StatusCode, withKey.StatusCode));
        Assert.Equal(TimeSpan.FromMinutes(7), cache.Lives[0]);
        Assert.All(cache.Keys, key => Assert.Matches("^oneapi:item:[0-9a-f]{64}$", key));
    }

    [Fact]
    public async Task ACacheThatFails_SpoilsNoAnswer_AndAReferenceMayBeTriedAgain()
    {
        await using var fake = FakeOpenAI.Start();
        await using var host = await StartAsync(fake, cache: new SharedCache { IsDown = true });

        var id = (await AnswerAsync(host, """{"model":"m","input":"Hi"}""", streaming: true))[0].GetProperty("id").GetString()!;
        var (answer, error) = await host.AskAsync("/v1/responses", Referring(id));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "items_unavailable"), (answer.StatusCode, error.GetProperty("error").GetProperty("code").GetString()));
        Assert.Equal("true", answer.Headers.GetValues("x-should-retry").Single());
    }

    private static string Referring(string id) => $$"""{"model":"m","input":[{"role":"user","content":"Hi"},{"type":"item_reference","id":"{{id}}"},{"role":"user","content":"Go on"}]}""";

    private static Task<EndpointHost> StartAsync(FakeProvider fake, Action<OneApiEndpointOptions>? endpoints = null, IDistributedCache? cache = null) => EndpointHost.StartAsync(
        options => options.Channels.Add(new() { Name = "one", Provider = fake is FakeAnthropic ? "anthropic" : "openai", ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = ["m"] }),
        endpoints,
        services =>
        {
            if (cache is not null)
            {
                services.AddSingleton(cache);
            }
        });

    /// <summary>The items of an answer.</summary>
    private static async Task<JsonElement[]> AnswerAsync(EndpointHost host, string body, bool streaming)
    {
        using var answer = await host.SendAsync("/v1/responses", streaming ? body.Insert(1, "\"stream\":true,") : body);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.IsSuccessStatusCode, text);
        var response = streaming
            ? JsonElement.Parse(text.Split('\n').Last(static line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..]).GetProperty("response")
            : JsonElement.Parse(text);
        return [.. response.GetProperty("output").EnumerateArray()];
    }

    private sealed class SharedCache : IDistributedCache
    {
        private readonly MemoryDistributedCache _inner = new(Options.Create(new MemoryDistributedCacheOptions()));

        public bool IsDown { get; init; }

        public List<string> Keys { get; } = [];

        public List<TimeSpan?> Lives { get; } = [];

        public byte[]? Get(string key) => throw new NotSupportedException();

        public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => IsDown ? throw new IOException("The cache is down.") : _inner.GetAsync(key, token);

        public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
        {
            Keys.Add(key);
            Lives.Add(options.AbsoluteExpirationRelativeToNow);
            return IsDown ? throw new IOException("The cache is down.") : _inner.SetAsync(key, value, options, token);
        }

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

        public void Refresh(string key) => throw new NotSupportedException();

        public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

        public void Remove(string key) => throw new NotSupportedException();

        public Task RemoveAsync(string key, CancellationToken token = default) => throw new NotSupportedException();
    }
}
