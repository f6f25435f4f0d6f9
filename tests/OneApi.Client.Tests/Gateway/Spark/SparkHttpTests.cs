using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway.Spark;

/// <summary>The HTTP service with its oddities, and the token exchange (protocols/spark.md §6, §9).</summary>
public sealed class SparkHttpTests
{
    private const string TokenPath = "/v2.1/chat/token";
    private static readonly AIFunction Weather = AIFunctionFactory.Create((string city) => city, "get_weather");
    private static readonly DateTimeOffset Day = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<bool> Doors => [false, true];

    public static TheoryData<bool, string, string> Paths => new()
    {
        { false, "generalv3.5", "/v1/chat/completions" },
        { true, "generalv3.5", "/v1/chat/completions" },
        { false, "x1", "/v2/chat/completions" },
        { true, "x1", "/v2/chat/completions" },
        { false, "spark-x", "/v2/chat/completions" },
        { true, "spark-x", "/v2/chat/completions" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task X1_IsOnTheSecondVersion(bool streaming, string model, string path)
    {
        await using var gateway = new SparkGateway("http");

        var answer = await gateway.AskAsync(streaming, new() { ModelId = model });

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal(path, Assert.Single(gateway.Fake.Requests).Path);
        Assert.Equal(ChatFinishReason.Stop, answer.Response.FinishReason); // inferred: the service tells none
        Assert.Equal(model == "generalv3.5" ? "" : "The user said: hello", answer.Reasoning);
    }

    [Fact]
    public async Task X1_TakesKeyAndSecret_JoinedByAColon()
    {
        await using var gateway = new SparkGateway("http", configure: static channel => channel.ApiKey = "PLACE");
        await using var joined = new SparkGateway("http", configure: channel => channel.ApiKey = $"{gateway.Fake.ApiKey}:{gateway.Fake.SecretKey}");

        Assert.Equal("You said: hello", (await joined.AskAsync(false, new() { ModelId = "x1" })).Text);
        Assert.Equal(OneApiErrorKind.Authentication, (await joined.AskAsync(false)).Failure.Kind);
        Assert.Equal(OneApiErrorKind.Authentication, (await gateway.AskAsync(true)).Failure.Kind);
    }

    [Fact]
    public async Task BlankLines_BeforeTheJson_AreSkipped()
    {
        await using var gateway = new SparkGateway("http");

        var answer = await gateway.AskAsync(streaming: false, new() { ModelId = "spark-x", AdditionalProperties = new() { ["keep_alive"] = true } });

        Assert.Equal("You said: hello", answer.Text);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public async Task ToolCalls_AreReadAsAListAndAsAnObject(bool streaming, bool asList)
    {
        await using var gateway = new SparkGateway("http");
        gateway.Fake.Reply(new FakeReply { ToolCalls = [new(null, "get_weather", """{"city":"Paris"}""")] });

        var answer = await gateway.AskAsync(streaming, new() { Tools = [Weather], AdditionalProperties = asList ? null : new() { ["tool_calls_switch"] = false } });

        Assert.Equal(asList, gateway.Fake.Requests[0].Json.GetProperty("tool_calls_switch").GetBoolean());
        Assert.Equal("get_weather", Assert.Single(answer.Contents.OfType<FunctionCallContent>()).Name);
        Assert.Equal(ChatFinishReason.ToolCalls, answer.Response.FinishReason);
    }

    [Fact]
    public async Task WebSearch_IsATool()
    {
        await using var gateway = new SparkGateway("http");

        await gateway.AskAsync(streaming: false, new() { Tools = [Weather, new HostedWebSearchTool(new Dictionary<string, object?> { ["search_mode"] = "deep" })] });

        // The fake speaks of functions only; what was sent is what counts.
        var tools = gateway.Fake.Requests[0].Json.GetProperty("tools");
        Assert.Equal("""{"type":"web_search","web_search":{"search_mode":"deep","enable":true}}""", tools[1].GetRawText());
        Assert.False(gateway.Fake.Requests[0].Json.TryGetProperty("web_search_options", out _));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task AnEmptySuccess_IsAnError_AndItsUsageIsRecorded(bool streaming)
    {
        await using var gateway = new SparkGateway("http");
        gateway.Fake.Reply(new FakeReply { Text = "", Usage = new() { InputTokens = 12, OutputTokens = 1 } });

        Assert.Equal(OneApiErrorKind.EmptyResponse, (await gateway.AskAsync(streaming)).Failure.Kind);
        Assert.Equal(12, Assert.Single(gateway.Usage.Only.Attempts).Usage?.InputTokenCount);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Codes_AreRead_UnderA200(bool streaming)
    {
        await using var gateway = new SparkGateway("http");
        gateway.Fake.Fault(Fault.ProviderError("10013"));

        Assert.Equal((OneApiErrorKind.ContentFiltered, "10013"), (await gateway.AskAsync(streaming)).Failure is var failure ? (failure.Kind, failure.ProviderCode) : default);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task AToken_IsIssuedOnce_AndSentWithEveryCall(bool streaming)
    {
        await using var gateway = new SparkGateway("token");

        await gateway.AskAsync(streaming);
        await gateway.AskAsync(streaming);

        var exchange = Assert.Single(gateway.At(TokenPath));
        Assert.Equal("application/json", exchange.Headers["Content-Type"]);
        Assert.Equal($$"""{"app_id":"{{gateway.Fake.AppId}}","api_key":"{{gateway.Fake.ApiKey}}","api_secret":"{{gateway.Fake.SecretKey}}"}""", System.Text.Encoding.UTF8.GetString(exchange.Body.Span));
        Assert.False(exchange.Headers.ContainsKey("Authorization"));
        Assert.All(gateway.At("/v2.1/chat"), static request => Assert.Equal("Bearer fake-spark-token-000000000001", request.Headers["Authorization"]));
        Assert.Equal(2, gateway.At("/v2.1/chat").Length);
    }

    [Fact]
    public async Task ATokenThatHasExpired_IsIssuedAnew_OnceForSixtyFourCallers()
    {
        var time = new FakeTimeProvider(Day);
        await using var gateway = new SparkGateway("token", time: time);
        await gateway.AskAsync(streaming: false);
        time.Advance(TimeSpan.FromSeconds(3600));

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(index => Task.Run(() => gateway.AskAsync(streaming: index % 2 == 0), SparkGateway.Bound)));

        Assert.All(answers, static answer => Assert.Equal("You said: hello", answer.Text));
        Assert.Equal(2, gateway.At(TokenPath).Length);
        Assert.Equal(65, gateway.At("/v2.1/chat").Length); // nobody was refused with the old one
    }

    /// <summary>One minute before its end at the latest a token is no longer used.</summary>
    [Fact]
    public async Task ATokenNearItsEnd_IsNotUsed()
    {
        var time = new FakeTimeProvider(Day);
        await using var gateway = new SparkGateway("token", time: time);
        await gateway.AskAsync(streaming: false);

        time.Advance(TimeSpan.FromSeconds(3540));
        await gateway.AskAsync(streaming: false);

        Assert.Equal("Bearer fake-spark-token-000000000003", gateway.At("/v2.1/chat")[^1].Headers["Authorization"]);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task ATokenThatIsRefused_IsIssuedAnew_AndTheCallRepeatedOnce(bool streaming)
    {
        await using var gateway = new SparkGateway("token");
        await gateway.AskAsync(streaming);
        gateway.Fake.RevokeTokens();

        var answer = await gateway.AskAsync(streaming);

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal(2, gateway.At(TokenPath).Length);
        Assert.Equal(3, gateway.At("/v2.1/chat").Length);
    }

    [Fact]
    public async Task ATokenThatIsRefusedAgain_EndsTheCall()
    {
        await using var gateway = new SparkGateway("token");
        gateway.Fake.Fault(Fault.Unauthorized());

        var failure = (await gateway.AskAsync(streaming: true)).Failure;

        Assert.Equal(OneApiErrorKind.Authentication, failure.Kind);
        Assert.Equal(2, gateway.At("/v2.1/chat").Length);
        Assert.Equal(2, gateway.At(TokenPath).Length);
    }

    [Fact]
    public async Task KeysThatGetNoToken_AreRefused_AndShownNowhere()
    {
        await using var gateway = new SparkGateway("token", configure: static channel => channel.SecretKey = "PLANTED-secret");

        var failure = (await gateway.AskAsync(streaming: true)).Failure;

        Assert.Equal((OneApiErrorKind.Authentication, 401), (failure.Kind, (int?)failure.StatusCode));
        Assert.Empty(gateway.At("/v2.1/chat"));
        Assert.DoesNotContain("PLANTED", failure + failure.ProviderMessage + gateway.Logged, StringComparison.Ordinal);
        Assert.DoesNotContain(gateway.Fake.ApiKey, failure + failure.ProviderMessage + gateway.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task X1_IsAtTheTokensAddressToo()
    {
        await using var gateway = new SparkGateway("token");

        Assert.Equal("You said: hello", (await gateway.AskAsync(streaming: false, new() { ModelId = "x1" })).Text);
        Assert.Single(gateway.At("/v2.1/chat"));
    }
}
