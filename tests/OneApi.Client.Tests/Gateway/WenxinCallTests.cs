using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>What of protocols/wenxin.md §5 and §12 only shows with the whole gateway.</summary>
public sealed class WenxinCallTests
{
    private const string TooLong = """{"error_code":336007,"error_msg":"the max input characters is 20000","id":"as-1"}""";

    /// <summary>Errors of a streaming call are not events, whatever the content type says.</summary>
    [Theory]
    [InlineData("application/json", TooLong, false)]
    [InlineData("application/json", TooLong, true)]
    [InlineData("application/json;charset=UTF-8", TooLong, true)]
    [InlineData("text/event-stream", TooLong, true)]
    [InlineData("text/plain", TooLong, true)]
    [InlineData("text/event-stream", "data: " + TooLong + "\n\n", true)]
    [InlineData("text/event-stream", "data: {\"id\":\"as-1\",\"result\":\"Hi\",\"is_end\":false}\n\n" + TooLong, true)]
    public async Task AnErrorUnder200_IsTheError(string contentType, string body, bool streaming)
    {
        await using var fake = FakeWenxin.Start();
        await using var gateway = new BaiduGateway(fake);
        fake.Reply(new FakeReply { RawBody = System.Text.Encoding.UTF8.GetBytes(body), ContentType = contentType });

        var failure = (await gateway.AskAsync(streaming)).Failure;

        Assert.Equal((OneApiErrorKind.ContextLengthExceeded, "336007"), (failure.Kind, failure.ProviderCode));
        Assert.Equal(1, fake.TokenExchanges);
    }

    /// <summary>A stream that was asked for may be answered whole.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AWholeAnswer_IsAnAnswerToAStreamToo(bool streaming)
    {
        await using var fake = FakeWenxin.Start();
        await using var gateway = new BaiduGateway(fake);
        fake.Reply(new FakeReply { RawBody = """{"id":"as-1","result":"Hello","is_truncated":false,"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"""u8.ToArray() });

        var answer = await gateway.AskAsync(streaming);

        Assert.Equal(("Hello", 3L, "as-1"), (answer.Text, answer.Response.Usage!.TotalTokenCount, answer.Response.ResponseId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AFilteredAnswer_IsAnAnswerWithItsReason(bool streaming)
    {
        await using var fake = FakeWenxin.Start();
        await using var gateway = new BaiduGateway(fake);
        fake.Reply(new FakeReply { Text = "I can't talk about that.", FinishReason = "content_filter" });

        var answer = await gateway.AskAsync(streaming);

        Assert.Equal(("I can't talk about that.", Microsoft.Extensions.AI.ChatFinishReason.ContentFilter), (answer.Text, answer.Response.FinishReason));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnAnswerThatStopsInAnEvent_IsBroken(bool streaming)
    {
        await using var fake = FakeWenxin.Start();
        await using var gateway = new BaiduGateway(fake);
        fake.Reply(new FakeReply { Chunks = ["first ", "second"] });
        fake.Fault(Fault.EndWithoutTerminator(2));

        var failure = (await gateway.AskAsync(streaming)).Failure;

        Assert.Equal(OneApiErrorKind.ProtocolViolation, failure.Kind);
        Assert.Equal(streaming ? "first second" : null, failure.PartialText);
    }

    /// <summary>One event that is no JSON, after content, is skipped and told.</summary>
    [Fact]
    public async Task AMalformedEvent_IsSkippedOnce()
    {
        await using var fake = FakeWenxin.Start();
        await using var gateway = new BaiduGateway(fake);
        fake.Reply(new FakeReply { Chunks = ["first ", "second"] });
        fake.Fault(Fault.Malformed(1));

        var answer = await gateway.AskAsync(streaming: true);

        Assert.Equal("first second", answer.Text);
        Assert.Equal("malformed_event", Assert.Single(answer.Warnings).Code);
    }

    [Fact]
    public async Task AModelMap_NamesTheEndpoint()
    {
        await using var fake = FakeWenxin.Start();
        await using var gateway = new BaiduGateway(fake, configure: static channel => channel.ModelMap["ernie-4.0-8k"] = "My_Own-Service");

        await gateway.AskAsync(streaming: false);

        Assert.Equal("/rpc/2.0/ai_custom/v1/wenxinworkshop/chat/my_own-service", fake.Requests[^1].Path);
    }
}
