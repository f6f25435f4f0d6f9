using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Protocols.Spark;

namespace OneApi.Client.Tests.Gateway.Spark;

/// <summary>From the caller to the socket and back: signed addresses, refusals, errors, usage (protocols/spark.md §3, §8, §10).</summary>
public sealed class SparkSocketTests
{
    private static readonly DateTimeOffset Day = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<bool> Doors => [false, true];

    public static TheoryData<string, string> Versions => new()
    {
        { "lite", "/v1.1/chat" },
        { "general", "/v1.1/chat" },
        { "generalv2", "/v2.1/chat" },
        { "generalv3", "/v3.1/chat" },
        { "pro-128k", "/chat/pro-128k" },
        { "generalv3.5", "/v3.5/chat" },
        { "max-32k", "/chat/max-32k" },
        { "4.0Ultra", "/v4.0/chat" },
        { "x1", "/v1/x1" },
        { "spark-x", "/v1/x1" },
        { "image", "/v2.1/image" },
        { "imagev3", "/v2.1/image" },
    };

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task EveryVersion_IsAnsweredAtItsOwnPath(string model, string path)
    {
        await using var gateway = new SparkGateway();

        var answer = await gateway.AskAsync(streaming: true, new() { ModelId = model });

        Assert.Equal("You said: hello", answer.Text);
        var request = Assert.Single(gateway.Fake.Requests);
        Assert.Equal((path, model, true), (request.Path, request.Model, request.AuthenticationPassed));
        Assert.Equal(gateway.Fake.AppId, request.Json.GetProperty("header").GetProperty("app_id").GetString());
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task TheAddress_IsSignedAnew_ForEveryConnection(bool streaming)
    {
        var time = new FakeTimeProvider(Day);
        await using var gateway = new SparkGateway(time: time);

        await gateway.AskAsync(streaming);
        time.Advance(TimeSpan.FromHours(1));
        await gateway.AskAsync(streaming);

        Assert.Equal(["Wed, 01 Jan 2025 00:00:00 GMT", "Wed, 01 Jan 2025 01:00:00 GMT"], gateway.Fake.Requests.Select(static request => request.Query["date"]));
        Assert.All(gateway.Fake.Requests, static request => Assert.True(request.AuthenticationPassed));
    }

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public async Task AClockThatIsOff_IsNamed(int seconds, bool isTaken)
    {
        await using var gateway = new SparkGateway(time: new FakeTimeProvider(Day.AddSeconds(seconds)), fakeTime: new FakeTimeProvider(Day));

        var answer = await gateway.AskAsync(streaming: false);

        if (isTaken)
        {
            Assert.Equal("You said: hello", answer.Text);
            return;
        }

        Assert.Equal((OneApiErrorKind.Authentication, 403), (answer.Failure.Kind, (int?)answer.Failure.StatusCode));
        Assert.StartsWith("Clock skew", answer.Failure.ProviderMessage, StringComparison.Ordinal);
        Assert.Single(gateway.Fake.Requests); // the same clock would be refused again
    }

    public static TheoryData<bool, string, int, string, OneApiErrorKind> Handshakes
    {
        get
        {
            var data = new TheoryData<bool, string, int, string, OneApiErrorKind>();
            foreach (var streaming in (bool[])[false, true])
            {
                data.Add(streaming, "handshake-missing", 401, "Unauthorized", OneApiErrorKind.Authentication);
                data.Add(streaming, "handshake-unverified", 401, "HMAC signature cannot be verified", OneApiErrorKind.Authentication);
                data.Add(streaming, "handshake-mismatch", 401, "HMAC signature does not match", OneApiErrorKind.Authentication);
                data.Add(streaming, "handshake-clock", 403, "Clock skew: this machine's clock is more than five minutes off. HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication", OneApiErrorKind.Authentication);
                data.Add(streaming, "handshake-ip", 403, "Your IP address is not allowed", OneApiErrorKind.PermissionDenied);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Handshakes))]
    public async Task ARefusedHandshake_IsReadToItsBody(bool streaming, string refusal, int status, string message, OneApiErrorKind kind)
    {
        await using var gateway = new SparkGateway();
        gateway.Fake.Fault(Fault.ProviderError(refusal));

        var failure = (await gateway.AskAsync(streaming)).Failure;

        Assert.Equal((kind, status, message), (failure.Kind, (int?)failure.StatusCode, failure.ProviderMessage));
        Assert.Empty(Assert.Single(gateway.Fake.Requests).Body.ToArray());
    }

    public static TheoryData<string, int, string> WrongKeys => new()
    {
        { "key", 401, "HMAC signature cannot be verified" },
        { "secret", 401, "HMAC signature does not match" },
    };

    [Theory]
    [MemberData(nameof(WrongKeys))]
    public async Task WrongKeys_AreRefused(string which, int status, string message)
    {
        await using var gateway = new SparkGateway(configure: channel => (channel.ApiKey, channel.SecretKey) = which == "key" ? ("wrong-key", channel.SecretKey) : (channel.ApiKey, "wrong-secret"));

        var failure = (await gateway.AskAsync(streaming: true)).Failure;

        Assert.Equal((OneApiErrorKind.Authentication, status, message), (failure.Kind, (int?)failure.StatusCode, failure.ProviderMessage));
    }

    [Fact]
    public async Task AWrongAppId_IsNoMatterOfTheRequest()
    {
        await using var gateway = new SparkGateway(configure: static channel => channel.AppId = "wrong");

        var failure = (await gateway.AskAsync(streaming: true)).Failure;

        Assert.Equal((OneApiErrorKind.Authentication, "10005"), (failure.Kind, failure.ProviderCode));
    }

    [Fact]
    public async Task APathThatNobodyServes_IsAModelThatNobodyHas()
    {
        await using var gateway = new SparkGateway(configure: static channel => channel.ApiVersion = "v9.9");

        var failure = (await gateway.AskAsync(streaming: false, new() { ModelId = "generalv9" })).Failure;

        Assert.Equal((OneApiErrorKind.ModelNotFound, 404), (failure.Kind, (int?)failure.StatusCode));
    }

    /// <summary>Every code of the page's table, through the fake and the socket.</summary>
    [Fact]
    public async Task EveryCode_HasTheKindOfThePage()
    {
        await using var gateway = new SparkGateway();
        var codes = SparkErrorTests.Codes.Select(static row => row.Data).Where(static row => row.Item1 is not 10999 && row.Item2 is not ("no token left" or "AppIdNoAuthError: the total volume is used up") && !row.Item2.Contains("app_id", StringComparison.Ordinal));
        foreach (var (code, _, kind) in codes)
        {
            foreach (var streaming in (bool[])[false, true])
            {
                gateway.Fake.Fault(Fault.ProviderError(code.ToString(System.Globalization.CultureInfo.InvariantCulture)), times: 1);

                var failure = (await gateway.AskAsync(streaming)).Failure;

                Assert.Equal((code, kind), (int.Parse(failure.ProviderCode!, System.Globalization.CultureInfo.InvariantCulture), failure.Kind));
                Assert.NotNull(failure.RequestId);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task AnEmptySuccess_IsAnError_TriedOnce_AndItsUsageIsRecorded(bool streaming)
    {
        await using var gateway = new SparkGateway();
        gateway.Fake.Reply(new FakeReply { Text = "", Usage = new() { InputTokens = 12, OutputTokens = 1 } });

        var failure = (await gateway.AskAsync(streaming)).Failure;

        Assert.Equal(OneApiErrorKind.EmptyResponse, failure.Kind);
        Assert.Single(gateway.Fake.Requests);
        var attempt = Assert.Single(gateway.Usage.Only.Attempts);
        Assert.Equal((OneApiErrorKind.EmptyResponse, 12L, 1L), (attempt.ErrorKind, attempt.Usage?.InputTokenCount, attempt.Usage?.OutputTokenCount));
        Assert.Null(gateway.Usage.Only.Usage);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task AnAnswer_IsAsLongAsItMayBe(bool streaming)
    {
        await using var gateway = new SparkGateway();
        gateway.Fake.Reply(new FakeReply { Text = "cut", Usage = new() { InputTokens = 3, OutputTokens = 4 } });

        Assert.Equal(ChatFinishReason.Length, (await gateway.AskAsync(streaming, new() { MaxOutputTokens = 4 })).Response.FinishReason);
        Assert.Equal(ChatFinishReason.Stop, (await gateway.AskAsync(streaming, new() { MaxOutputTokens = 5 })).Response.FinishReason);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task OneUnreadableFrame_AfterContent_IsSkippedAndReported(bool streaming)
    {
        await using var gateway = new SparkGateway();
        gateway.Fake.Reply(new FakeReply { Chunks = ["first ", "second"] });
        gateway.Fake.Fault(Fault.Malformed(1));

        var answer = await gateway.AskAsync(streaming);

        Assert.Equal("first second", answer.Text);
        Assert.Equal("malformed_event", Assert.Single(answer.Warnings).Code);
    }

    [Fact]
    public async Task Reasoning_Comes_WithX1()
    {
        await using var gateway = new SparkGateway();

        var answer = await gateway.AskAsync(streaming: true, new() { ModelId = "x1" });

        Assert.Equal("The user said: hello", answer.Reasoning);
        Assert.Equal("You said: hello", answer.Text);
    }

    /// <summary>The frames go on as they come: the first is there before the second is sent.</summary>
    [Fact]
    public async Task Frames_AreHandedOn_OneByOne()
    {
        var fakeTime = new SteppedTime();
        await using var gateway = new SparkGateway(time: new FakeTimeProvider(fakeTime.GetUtcNow()), fakeTime: fakeTime);
        gateway.Fake.Reply(new FakeReply { Chunks = ["a", "b", "c"] });
        gateway.Fake.Fault(Fault.SlowBody(TimeSpan.FromSeconds(1)));
        var texts = new List<string>();

        await foreach (var update in gateway.Chat.GetStreamingResponseAsync("hello", new() { ModelId = "generalv3.5" }, SparkGateway.Bound))
        {
            if (update.Text.Length > 0)
            {
                texts.Add(update.Text);
                if (texts.Count < 3)
                {
                    await fakeTime.TimerAsync(static due => due == TimeSpan.FromSeconds(1), SparkGateway.Bound, texts.Count);
                    fakeTime.Advance(TimeSpan.FromSeconds(1));
                }
            }
        }

        Assert.Equal(["a", "b", "c"], texts);
    }

    [Theory]
    [InlineData("silence", "first_token")]
    [InlineData("stall", "idle")]
    public async Task ALimit_EndsTheSocket(string what, string limit)
    {
        await using var gateway = new SparkGateway(configure: static channel => (channel.Timeouts.FirstToken, channel.Timeouts.Idle) = (TimeSpan.FromMilliseconds(300), TimeSpan.FromMilliseconds(300)));
        gateway.Fake.Fault(what == "silence" ? Fault.Silence() : Fault.StallAfter(1));

        var failure = (await gateway.AskAsync(streaming: true)).Failure;

        Assert.Equal((OneApiErrorKind.Timeout, limit), (failure.Kind, failure.Limit));
        await gateway.Fake.WaitForDisconnectAsync(SparkGateway.Bound).WaitAsync(TimeSpan.FromSeconds(10), SparkGateway.Bound);
    }

    public static TheoryData<string> Breaks => ["handshake-mismatch", "10012", "cut", "reset", "html", "silence"];

    /// <summary>The signed address holds the key: it stands in no exception and in no line of the log, whatever happens.</summary>
    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task Secrets_AreNowhere(string what)
    {
        await using var gateway = new SparkGateway(configure: static channel => channel.Timeouts.FirstToken = TimeSpan.FromMilliseconds(500));
        gateway.Fake.Fault(what switch
        {
            "cut" => Fault.CutStream(1),
            "reset" => Fault.Reset(),
            "html" => Fault.Html(),
            "silence" => Fault.Silence(),
            _ => Fault.ProviderError(what),
        });

        var failure = (await gateway.AskAsync(streaming: true)).Failure;

        var request = gateway.Fake.Requests[^1];
        var authorization = request.Query["authorization"];
        Assert.Contains(gateway.Fake.ApiKey, Encoding.UTF8.GetString(Convert.FromBase64String(authorization)), StringComparison.Ordinal);
        foreach (var secret in (string[])[gateway.Fake.ApiKey, gateway.Fake.SecretKey, authorization, "authorization="])
        {
            Assert.DoesNotContain(secret, failure + failure.ProviderMessage, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, gateway.Logged, StringComparison.Ordinal);
        }
    }

    /// <summary>A proxy that quotes the address in its page quotes what opens a connection.</summary>
    [Fact]
    public async Task ASignedAddress_ThatIsQuoted_IsMasked()
    {
        await using var server = await Transport.LoopbackServer.StartAsync(static async context =>
        {
            context.Response.StatusCode = 502;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, "no way to /v3.5/chat" + context.Request.QueryString + " or " + context.Request.Query["authorization"]);
        });
        await using var gateway = new SparkGateway(configure: channel => channel.BaseUrl = server.Url);

        var failure = (await gateway.AskAsync(streaming: false)).Failure;

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, failure.Kind);
        Assert.StartsWith("no way to /v3.5/chat?authorization=***&date=", failure.ProviderMessage, StringComparison.Ordinal);
        Assert.EndsWith(" or ***", failure.ProviderMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Embeddings_GoOneByOne_EachSigned()
    {
        await using var gateway = new SparkGateway();

        var vectors = await gateway.Embeddings.GenerateAsync(["a", "b", "a"], new() { ModelId = "query" }, SparkGateway.Bound);

        Assert.Equal(3, vectors.Count);
        Assert.True(vectors[0].Vector.Span.SequenceEqual(vectors[2].Vector.Span));
        Assert.False(vectors[0].Vector.Span.SequenceEqual(vectors[1].Vector.Span));
        Assert.All(gateway.At("/"), static request => Assert.Equal(("POST", true), (request.Method, request.AuthenticationPassed)));
        Assert.Equal(3, gateway.At("/").Length);
    }

    [Fact]
    public async Task Embeddings_ThatFail_AreClassified()
    {
        await using var gateway = new SparkGateway();
        gateway.Fake.Fault(Fault.ProviderError("11202"));

        var failure = await Assert.ThrowsAsync<OneApiException>(() => gateway.Embeddings.GenerateAsync(["a"], new() { ModelId = "query" }, SparkGateway.Bound));

        Assert.Equal((OneApiErrorKind.RateLimited, "11202"), (failure.Kind, failure.ProviderCode));
    }
}
