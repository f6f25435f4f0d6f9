using System.Text;

namespace OneApi.Client.Testing.Tests;

public sealed class FakeProviderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Urls_EndLikeTheProvidersOwnBaseUrls()
    {
        await using var openAI = FakeOpenAI.Start();
        await using var anthropic = FakeAnthropic.Start();
        await using var gemini = FakeGemini.Start();

        Assert.Matches("^http://127\\.0\\.0\\.1:[0-9]+/v1$", openAI.Url);
        Assert.Matches("^http://127\\.0\\.0\\.1:[0-9]+$", anthropic.Url);
        Assert.Matches("^http://127\\.0\\.0\\.1:[0-9]+/v1beta$", gemini.Url);
    }

    [Theory]
    [MemberData(nameof(ProviderCase.Names), MemberType = typeof(ProviderCase))]
    public async Task Options_GiveTheAcceptedKey(string provider)
    {
        var wire = ProviderCase.Of(provider);
        await using var own = wire.Start(new FakeProviderOptions { ApiKey = "my-key" });
        await using var other = wire.StartDefault();
        using var foreign = wire.Chat(other, false, "hi");
        foreign.RequestUri = new Uri(foreign.RequestUri!.AbsoluteUri.Replace(other.Url, own.Url, StringComparison.Ordinal));

        var accepted = await Http.SendAsync(wire.Chat(own, false, "hi"));
        var refused = await Http.SendAsync(foreign);

        Assert.Equal(200, accepted.Status);
        Assert.NotEqual(200, refused.Status);
        Assert.Equal([true, false], own.Requests.Select(request => request.AuthenticationPassed));
    }

    [Fact]
    public async Task Requests_AreKeptWhole_InOrder()
    {
        await using var fake = FakeOpenAI.Start();

        await Http.SendAsync(ProviderCase.OpenAI.Chat(fake, false, "first"));
        await Http.SendAsync(ProviderCase.OpenAI.Chat(fake, true, "second"));

        var requests = fake.Requests;
        Assert.Equal([false, true], requests.Select(request => request.IsStreaming));
        Assert.Equal("first", requests[0].Json.GetProperty("messages")[0].GetProperty("content").GetString());
        Assert.Contains("second", Encoding.UTF8.GetString(requests[1].Body.Span), StringComparison.Ordinal);
        Assert.Equal(("POST", "/v1/chat/completions", "gpt-4o"), (requests[0].Method, requests[0].Path, requests[0].Model));
        Assert.Equal(requests[0].Headers["AUTHORIZATION"], $"Bearer {fake.ApiKey}");
        Assert.All(requests, request => Assert.NotNull(request.AnsweredTimestamp));
        Assert.All(requests, request => Assert.False(request.Disconnected.IsCompleted));
    }

    [Theory]
    [MemberData(nameof(ProviderCase.Both), MemberType = typeof(ProviderCase))]
    public async Task ScriptedReply_IsAnsweredInTheProvidersShape_WithItsHeaders(string provider, bool streaming)
    {
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        fake.Reply(new FakeReply { Text = "grüß dich 👋🏽 你好", ChunkSize = 1, FinishReason = "custom", Headers = new Dictionary<string, string> { ["x-mine"] = "1" } });

        var answer = await Http.SendAsync(wire.Chat(fake, streaming, "hi"));

        Assert.Equal("1", answer.Headers["x-mine"]);
        Assert.Contains("\"custom\"", answer.Body, StringComparison.Ordinal);
        var text = streaming ? string.Concat(Sse.Texts(provider, answer.Body)) : (provider switch
        {
            "openai" => Sse.At(answer.Json, "choices", 0, "message", "content"),
            "anthropic" => Sse.At(answer.Json, "content", 0, "text"),
            _ => Sse.At(answer.Json, "candidates", 0, "content", "parts", 0, "text"),
        })!.Value.GetString();
        Assert.Equal("grüß dich 👋🏽 你好", text);
    }

    [Fact]
    public async Task ChosenReply_MayFallBackToTheNaturalOne_AndMayFailInTheOpen()
    {
        await using var fake = FakeOpenAI.Start();
        fake.Reply(request => request.Body.Length > 1000 ? throw new InvalidOperationException("script bug") : request.IsStreaming ? new FakeReply { Text = "scripted" } : null);

        var scripted = await Http.SendAsync(ProviderCase.OpenAI.Chat(fake, true, "hi"));
        var natural = await Http.SendAsync(ProviderCase.OpenAI.Chat(fake, false, "hi"));
        var failed = await Http.SendAsync(ProviderCase.OpenAI.Chat(fake, false, new string('x', 1000)));

        Assert.Equal("scripted", string.Concat(Sse.Texts("openai", scripted.Body)));
        Assert.Contains("You said: hi", natural.Body, StringComparison.Ordinal);
        Assert.Equal((500, "text/plain"), (failed.Status, failed.Headers["content-type"]));
        Assert.Contains("script bug", failed.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RawBody_IsSentAsItIs()
    {
        await using var fake = FakeOpenAI.Start();
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. "data: x\r\n"u8, 0xFF];
        fake.Reply(new FakeReply { RawBody = bytes, ContentType = "text/event-stream", StatusCode = 202 });

        using var response = await Http.Client.SendAsync(ProviderCase.OpenAI.Chat(fake, true, "hi"), Stop);

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task ManyCallersAtOnce_EachGetTheirOwnAnswer()
    {
        await using var fake = FakeOpenAI.Start();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Http.SendAsync(ProviderCase.OpenAI.Chat(fake, i % 2 == 0, $"caller {i}."))));

        Assert.Equal(100, fake.Requests.Count);
        Assert.All(answers, (answer, i) => Assert.Contains(
            $"caller {i}.",
            i % 2 == 0 ? string.Concat(Sse.Texts("openai", answer.Body)) : answer.Body,
            StringComparison.Ordinal));
    }

    [Fact]
    public async Task Dispose_EndsHeldConnections_AndIsNoDisconnect()
    {
        var fake = FakeOpenAI.Start();
        fake.Fault(Fault.Silence());
        var call = Http.SendAsync(ProviderCase.OpenAI.Chat(fake, false, "hi"));
        var request = await fake.WaitForRequestAsync(Stop).WaitAsync(Http.Bound, Stop);

        await fake.DisposeAsync();
        await fake.DisposeAsync();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => call.WaitAsync(Http.Bound, Stop));
        Assert.False(request.Disconnected.IsCompleted);
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task ClientLeavesInMidStream_IsSeenAsADisconnect()
    {
        await using var fake = FakeAnthropic.Start(new FakeProviderOptions { TimeProvider = new Microsoft.Extensions.Time.Testing.FakeTimeProvider() });
        fake.Fault(Fault.SlowBody(TimeSpan.FromSeconds(1)));

        using (await Http.Client.SendAsync(ProviderCase.Anthropic.Chat(fake, true, "hi"), HttpCompletionOption.ResponseHeadersRead, Stop))
        {
        }

        var request = await fake.WaitForDisconnectAsync(Stop).WaitAsync(Http.Bound, Stop);
        Assert.NotNull(request.DisconnectedTimestamp);
        Assert.Null(request.AnsweredTimestamp);
    }
}
