using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace OneApi.Client.Testing.Tests;

public sealed class FaultTests
{
    private static readonly FakeReply ThreeChunks = new() { Chunks = ["one ", "two ", "three"] };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Statuses, codes and types from the error tables of the wire pages.</summary>
    public static TheoryData<string, string, int, string> WordedErrors => new()
    {
        { "openai", "Unauthorized", 401, """"code":"invalid_api_key"""" },
        { "openai", "RateLimited", 429, """"code":"rate_limit_exceeded"""" },
        { "openai", "QuotaExhausted", 429, """"type":"insufficient_quota"""" },
        { "openai", "ServerError", 500, """"code":"server_error"""" },
        { "openai", "Overloaded", 503, """"code":"server_is_overloaded"""" },
        { "openai", "ModelNotFound", 404, """"code":"model_not_found"""" },
        { "openai", "ContextLength", 400, """"code":"context_length_exceeded"""" },
        { "openai", "ContentFiltered", 400, """"code":"content_policy_violation"""" },
        { "openai", "InvalidRequest", 400, """"type":"invalid_request_error"""" },
        { "anthropic", "Unauthorized", 401, """"type":"authentication_error","message":"invalid x-api-key"""" },
        { "anthropic", "RateLimited", 429, """"type":"rate_limit_error"""" },
        { "anthropic", "QuotaExhausted", 400, "Your credit balance is too low to access the Anthropic API" },
        { "anthropic", "ServerError", 500, """"type":"api_error"""" },
        { "anthropic", "Overloaded", 529, """"type":"overloaded_error"""" },
        { "anthropic", "ModelNotFound", 404, """"type":"not_found_error","message":"model: claude-haiku-4-5"""" },
        { "anthropic", "ContextLength", 400, "prompt is too long: " },
        { "anthropic", "ContentFiltered", 400, "Output blocked by content filtering policy" },
        { "anthropic", "InvalidRequest", 400, """"type":"invalid_request_error"""" },
        { "gemini", "Unauthorized", 400, """"reason":"API_KEY_INVALID"""" },
        { "gemini", "RateLimited", 429, "PerMinute" },
        { "gemini", "QuotaExhausted", 429, "PerDay" },
        { "gemini", "ServerError", 500, """"status":"INTERNAL"""" },
        { "gemini", "Overloaded", 503, """"status":"UNAVAILABLE"""" },
        { "gemini", "ModelNotFound", 404, "models/gemini-2.5-flash is not found for API version v1beta" },
        { "gemini", "ContextLength", 400, "exceeds the maximum number of tokens allowed" },
        { "gemini", "ContentFiltered", 200, """"blockReason":"PROHIBITED_CONTENT"""" },
        { "gemini", "InvalidRequest", 400, """"status":"INVALID_ARGUMENT"""" },
    };

    [Theory]
    [MemberData(nameof(WordedErrors))]
    public async Task Error_IsWordedAsTheProviderDoes(string provider, string fault, int status, string words)
    {
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        fake.Fault(FaultNamed(fault));

        foreach (var streaming in (bool[])[false, true])
        {
            var answer = await Http.SendAsync(wire.Chat(fake, streaming, "hi"));

            Assert.Equal(status, answer.Status);
            Assert.Contains(words, answer.Body, StringComparison.Ordinal);
            Assert.StartsWith(status == 200 && streaming ? "text/event-stream" : "application/json", answer.Headers["content-type"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(ProviderCase.Names), MemberType = typeof(ProviderCase))]
    public async Task RateLimited_WithAWait_StatesItInWholeSeconds(string provider)
    {
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        fake.Fault(Fault.RateLimited(TimeSpan.FromSeconds(1.5)), times: 1);
        fake.Fault(Fault.RateLimited(), times: 1);

        var stated = await Http.SendAsync(wire.Chat(fake, false, "hi"));
        var unstated = await Http.SendAsync(wire.Chat(fake, false, "hi"));

        Assert.Equal("2", stated.Headers["retry-after"]);
        Assert.DoesNotContain("retry-after", unstated.Headers.Keys);
        Assert.DoesNotContain("RetryInfo", unstated.Body, StringComparison.Ordinal);

        if (provider == "gemini")
        {
            Assert.Contains(""""retryDelay":"1.5s"""", stated.Body, StringComparison.Ordinal);
        }

        if (provider == "openai")
        {
            Assert.Equal("1500", stated.Headers["retry-after-ms"]);
        }
    }

    [Theory]
    [MemberData(nameof(ProviderCase.Both), MemberType = typeof(ProviderCase))]
    public async Task EmptySuccess_HasTheShapeAndNothingInIt(string provider, bool streaming)
    {
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        fake.Reply(ThreeChunks);
        fake.Fault(Fault.EmptySuccess());

        var answer = await Http.SendAsync(wire.Chat(fake, streaming, "hi"));

        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain("one", answer.Body, StringComparison.Ordinal);
        Assert.Contains(provider switch { "openai" => "\"finish_reason\":\"stop\"", "anthropic" => "\"stop_reason\":\"end_turn\"", _ => "\"finishReason\":\"STOP\"" }, answer.Body, StringComparison.Ordinal);

        if (streaming)
        {
            Assert.Empty(Sse.Texts(provider, answer.Body));
        }
        else
        {
            var text = provider switch
            {
                "openai" => Sse.At(answer.Json, "choices", 0, "message", "content")!.Value.GetString(),
                "anthropic" => Sse.At(answer.Json, "content", 0)?.GetRawText() ?? "",
                _ => Sse.At(answer.Json, "candidates", 0, "content", "parts")?.GetRawText() ?? "",
            };
            Assert.Equal("", text);
        }
    }

    [Theory]
    [MemberData(nameof(ProviderCase.Both), MemberType = typeof(ProviderCase))]
    public async Task ErrorInSuccess_IsAnErrorUnderStatus200(string provider, bool streaming)
    {
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        fake.Fault(Fault.ErrorInSuccess());

        var answer = await Http.SendAsync(wire.Chat(fake, streaming, "hi"));

        Assert.Equal(200, answer.Status);
        var data = streaming ? Assert.Single(answer.Events) : answer.Body;
        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(data).GetProperty("error").ValueKind);

        if (provider == "anthropic" && streaming)
        {
            Assert.StartsWith("event: error\n", answer.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("openai", 0)]
    [InlineData("openai", 2)]
    [InlineData("openai", 3)]
    [InlineData("openai", 99)]
    [InlineData("anthropic", 0)]
    [InlineData("anthropic", 2)]
    [InlineData("anthropic", 3)]
    [InlineData("anthropic", 99)]
    [InlineData("gemini", 0)]
    [InlineData("gemini", 2)]
    [InlineData("gemini", 3)]
    [InlineData("gemini", 99)]
    public async Task StreamFaults_ComeAfterExactlySoManyContents(string provider, int after)
    {
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        fake.Reply(ThreeChunks);
        fake.Fault(Fault.CutStream(after), times: 1);
        fake.Fault(Fault.EndWithoutTerminator(after), times: 1);
        fake.Fault(Fault.ErrorMidStream(after), times: 1);
        var expected = ThreeChunks.Chunks!.Take(after);

        var cut = await Http.ReadBrokenAsync(wire.Chat(fake, true, "hi"));
        var ended = await Http.ReadBrokenAsync(wire.Chat(fake, true, "hi"));
        var failed = await Http.ReadBrokenAsync(wire.Chat(fake, true, "hi"));

        Assert.True(cut.Broke);
        Assert.Equal(expected, Sse.Texts(provider, cut.Body));
        AssertNoEnd(cut.Body);
        Assert.False(ended.Broke);
        Assert.Equal(expected, Sse.Texts(provider, ended.Body));
        AssertNoEnd(ended.Body);
        Assert.False(failed.Broke);
        Assert.Equal(expected, Sse.Texts(provider, failed.Body));
        AssertNoEnd(failed.Body);
        Assert.True(JsonElement.Parse(Sse.Data(failed.Body).Last()).TryGetProperty("error", out _));
    }

    [Theory]
    [MemberData(nameof(ProviderCase.Names), MemberType = typeof(ProviderCase))]
    public async Task CutStream_BeforeContent_LeavesTheOpeningEvents(string provider)
    {
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        fake.Fault(Fault.CutStream(0));

        var cut = await Http.ReadBrokenAsync(wire.Chat(fake, true, "hi"));

        Assert.True(cut.Broke);
        Assert.Equal(provider switch { "openai" => 1, "anthropic" => 3, _ => 0 }, Sse.Data(cut.Body).Count());
    }

    [Theory]
    [MemberData(nameof(ProviderCase.Names), MemberType = typeof(ProviderCase))]
    public async Task CutStream_OnAWholeAnswer_CutsTheBodyInHalf(string provider)
    {
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        fake.Fault(Fault.CutStream(1), times: 1);

        var cut = await Http.ReadBrokenAsync(wire.Chat(fake, false, "hi"));
        var whole = await Http.SendAsync(wire.Chat(fake, false, "hi"));

        Assert.True(cut.Broke);
        Assert.InRange(cut.Body.Length, whole.Body.Length / 2 - 2, whole.Body.Length / 2 + 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task CutStream_ManyTimes_NeverLosesAByteBeforeTheCut(int after)
    {
        await using var fake = FakeOpenAI.Start();
        fake.Reply(ThreeChunks);
        fake.Fault(Fault.CutStream(after));

        for (var i = 0; i < 50; i++)
        {
            var cut = await Http.ReadBrokenAsync(ProviderCase.OpenAI.Chat(fake, true, "hi"));

            Assert.True(cut.Broke);
            Assert.Equal(after, Sse.Texts("openai", cut.Body).Count);
        }
    }

    [Theory]
    [MemberData(nameof(ProviderCase.Names), MemberType = typeof(ProviderCase))]
    public async Task EndWithoutTerminator_OnAWholeAnswer_EndsInGoodOrderAfterHalfOfTheJson(string provider)
    {
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        fake.Fault(Fault.EndWithoutTerminator(1));

        var answer = await Http.SendAsync(wire.Chat(fake, false, "hi"));

        Assert.Equal(200, answer.Status);
        Assert.NotEmpty(answer.Body);
        Assert.Null(Sse.TryParse(answer.Body));
    }

    [Theory]
    [MemberData(nameof(ProviderCase.Names), MemberType = typeof(ProviderCase))]
    public async Task Malformed_PutsOneBrokenLineBetweenContentsAndEndsWell(string provider)
    {
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        fake.Reply(ThreeChunks);
        fake.Fault(Fault.Malformed(2));

        var answer = await Http.SendAsync(wire.Chat(fake, true, "hi"));
        var whole = await Http.SendAsync(wire.Chat(fake, false, "hi"));

        Assert.Equal(ThreeChunks.Chunks, Sse.Texts(provider, answer.Body));
        var data = answer.Events;
        var broken = Assert.Single(data, line => line != "[DONE]" && Sse.TryParse(line) is null);
        Assert.Equal(2, Sse.Texts(provider, string.Join('\n', data.TakeWhile(line => line != broken).Select(line => $"data: {line}"))).Count);
        Assert.Contains(EndMark(provider), answer.Body, StringComparison.Ordinal);
        Assert.Equal(200, whole.Status);
        Assert.Null(Sse.TryParse(whole.Body));
    }

    [Theory]
    [MemberData(nameof(ProviderCase.Both), MemberType = typeof(ProviderCase))]
    public async Task Html_IsAProxysPage(string provider, bool streaming)
    {
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        fake.Fault(Fault.Html(502));

        var answer = await Http.SendAsync(wire.Chat(fake, streaming, "hi"));

        Assert.Equal(502, answer.Status);
        Assert.Equal("text/html", answer.Headers["content-type"]);
        Assert.Contains("502 Bad Gateway", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(ProviderCase.Both), MemberType = typeof(ProviderCase))]
    public async Task Reset_GivesNoAnswer(string provider, bool streaming)
    {
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        fake.Fault(Fault.Reset());

        await Assert.ThrowsAsync<HttpRequestException>(() => Http.SendAsync(wire.Chat(fake, streaming, "hi")));

        Assert.False(Assert.Single(fake.Requests).Disconnected.IsCompleted);
    }

    [Theory]
    [MemberData(nameof(ProviderCase.Both), MemberType = typeof(ProviderCase))]
    public async Task Silence_HoldsUntilTheClientLeaves_WhichIsSeenWithin500Milliseconds(string provider, bool streaming)
    {
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        fake.Fault(Fault.Silence());
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var call = Http.Client.SendAsync(wire.Chat(fake, streaming, "hi"), HttpCompletionOption.ResponseHeadersRead, leave.Token);
        var request = await fake.WaitForRequestAsync(Stop).WaitAsync(Http.Bound, Stop);

        Assert.False(call.IsCompleted);
        var left = Stopwatch.GetTimestamp();
        await leave.CancelAsync();
        var seen = await fake.WaitForDisconnectAsync(Stop).WaitAsync(Http.Bound, Stop);

        Assert.Same(request, seen);
        Assert.True(request.Disconnected.IsCompletedSuccessfully);
        Assert.InRange(Http.Since(left, request.DisconnectedTimestamp!.Value), TimeSpan.Zero, TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Theory]
    [MemberData(nameof(ProviderCase.Both), MemberType = typeof(ProviderCase))]
    public async Task StallAfter_SendsThePartAndThenNothing(string provider, bool streaming)
    {
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.StartDefault();
        fake.Reply(ThreeChunks);
        fake.Fault(Fault.StallAfter(1));
        var response = await Http.Client.SendAsync(wire.Chat(fake, streaming, "hi"), HttpCompletionOption.ResponseHeadersRead, Stop);
        await using var stream = await response.Content.ReadAsStreamAsync(Stop);
        var buffer = new byte[64 * 1024];
        var body = "";

        while (!(streaming ? Sse.Texts(provider, body).Count == 1 : body.Length > 0))
        {
            var read = await stream.ReadAsync(buffer, Stop);
            Assert.NotEqual(0, read);
            body += System.Text.Encoding.UTF8.GetString(buffer, 0, read);
        }

        Assert.Null(Assert.Single(fake.Requests).AnsweredTimestamp);
        response.Dispose();
        var seen = await fake.WaitForDisconnectAsync(Stop).WaitAsync(Http.Bound, Stop);
        Assert.True(seen.Disconnected.IsCompletedSuccessfully);
    }

    [Theory]
    [MemberData(nameof(ProviderCase.Names), MemberType = typeof(ProviderCase))]
    public async Task SlowBody_WaitsOnTheTestsClockBetweenEvents(string provider)
    {
        var clock = new FakeTimeProvider();
        var wire = ProviderCase.Of(provider);
        await using var fake = wire.Start(new FakeProviderOptions { TimeProvider = clock });
        fake.Reply(ThreeChunks);
        fake.Fault(Fault.SlowBody(TimeSpan.FromSeconds(1)));

        var call = Http.SendAsync(wire.Chat(fake, true, "hi"));

        while (!call.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(ThreeChunks.Chunks, Sse.Texts(provider, (await call).Body));
    }

    [Fact]
    public async Task SlowStart_SendsNoHeaderBeforeItsTime()
    {
        var clock = new FakeTimeProvider();
        await using var fake = FakeOpenAI.Start(new FakeProviderOptions { TimeProvider = clock });
        fake.Fault(Fault.SlowStart(TimeSpan.FromMinutes(1)));
        var call = Http.SendAsync(ProviderCase.OpenAI.Chat(fake, false, "hi"));
        await fake.WaitForRequestAsync(Stop).WaitAsync(Http.Bound, Stop);

        Assert.False(call.IsCompleted);

        while (!call.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Equal(200, (await call).Status);
    }

    [Fact]
    public async Task QueuedFaults_StrikeOneAfterAnother_ThenAllIsWell()
    {
        await using var fake = FakeOpenAI.Start();
        fake.Fault(Fault.ServerError(503), times: 2);
        fake.Fault(Fault.Unauthorized(), times: 1);
        var statuses = new List<int>();

        for (var i = 0; i < 4; i++)
        {
            statuses.Add((await Http.SendAsync(ProviderCase.OpenAI.Chat(fake, false, "hi"))).Status);
        }

        Assert.Equal([503, 503, 401, 200], statuses);
    }

    [Fact]
    public async Task ClearFaults_EndsAFaultWithoutEnd()
    {
        await using var fake = FakeOpenAI.Start();
        fake.Fault(Fault.Overloaded());
        var struck = await Http.SendAsync(ProviderCase.OpenAI.Chat(fake, false, "hi"));
        fake.ClearFaults();

        var healed = await Http.SendAsync(ProviderCase.OpenAI.Chat(fake, false, "hi"));

        Assert.Equal((503, 200), (struck.Status, healed.Status));
    }

    private static Fault FaultNamed(string name) => name switch
    {
        "Unauthorized" => Fault.Unauthorized(),
        "RateLimited" => Fault.RateLimited(),
        "QuotaExhausted" => Fault.QuotaExhausted(),
        "ServerError" => Fault.ServerError(),
        "Overloaded" => Fault.Overloaded(),
        "ModelNotFound" => Fault.ModelNotFound(),
        "ContextLength" => Fault.ContextLength(),
        "ContentFiltered" => Fault.ContentFiltered(),
        _ => Fault.InvalidRequest(),
    };

    private static string EndMark(string provider) => provider switch
    {
        "openai" => "data: [DONE]",
        "anthropic" => "event: message_stop",
        _ => "\"finishReason\":\"STOP\"",
    };

    private static void AssertNoEnd(string body)
    {
        Assert.DoesNotContain("[DONE]", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"finish_reason\":\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"stop_reason\":\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", body, StringComparison.Ordinal);
        Assert.DoesNotContain("finishReason", body, StringComparison.Ordinal);
    }
}
