using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;
using Xunit;
using static OneApi.Client.Tests.Protocols.OpenAI.OpenAIWire;
using static OneApi.Client.Tests.Protocols.OpenAI.Vendors.Vendor;

namespace OneApi.Client.Tests.Protocols.OpenAI.Vendors;

/// <summary>protocols/zhipu.md §10.</summary>
public sealed class ChatGlmTests
{
    private const string Head = """data: {"model":"chatglm3-6b","id":"","object":"chat.completion.chunk","choices":[{"delta":{"role":"assistant","content":""";
    private const string Tail = ""","function_call":null},"finish_reason":null,"index":0}],"created":1735689600}""" + "\r\n\r\n";
    private const string End = """data: {"model":"chatglm3-6b","id":"","object":"chat.completion.chunk","choices":[{"delta":{"role":"assistant","content":"","function_call":null},"finish_reason":"stop","index":0}],"created":1735689600}""" + "\r\n\r\ndata: [DONE]\r\n\r\n";

    private static readonly ChatOptions OwnStream = new() { ModelId = "chatglm3-6b", AdditionalProperties = new() { ["stream"] = true } };

    [Fact]
    public void Whole_ThePagesSample_GetsAnId()
    {
        var answer = Read("""{"model":"chatglm3-6b","id":"","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"hi","name":null,"function_call":null},"finish_reason":"stop"}],"created":1735689600,"usage":{"prompt_tokens":8,"total_tokens":11,"completion_tokens":3}}""", "chatglm");

        Assert.Equal("hi", answer.Text);
        Assert.NotEqual(0, answer.ResponseId!.Length);
        Assert.Equal((8L, 3L, 11L), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount));
    }

    [Fact]
    public void Whole_Call_WithoutTheModelsRawText()
    {
        var answer = Read("""{"model":"chatglm3-6b","id":"","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"weather\n ```python\ntool_call(city='x')\n```","name":null,"function_call":{"name":"weather","arguments":"{\"city\": \"x\"}"}},"finish_reason":"function_call"}],"created":1735689600}""", "chatglm");

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(answer.Messages[0].Contents));
        Assert.Equal(("weather", "x"), (call.Name, call.Arguments!["city"]?.ToString()));
        Assert.NotEqual(0, call.CallId.Length);
        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public void Stream_IsAskedForOnlyWhereTheCallerDoesSo(bool streaming, bool asked, bool sent)
    {
        var request = Request("chatglm", "chatglm3-6b", asked ? OwnStream : new(), streaming);

        Assert.Equal(sent ? """{"stream":true}""" : "{}", Members(request));
    }

    [Fact]
    public void Stream_WithTools_IsNeverAskedFor()
    {
        var options = OwnStream.Clone();
        options.Tools = [Weather];

        Assert.False(Write(Request("chatglm", "chatglm3-6b", options, streaming: true)).ContainsKey("stream"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(10_000)]
    public async Task Stream_ThePagesSample_WithCrLf(int slice)
    {
        var answer = (await StreamAsync(Head + "\"你好，我是 ChatGLM3\"" + Tail + End, Own(), slice)).ToChatResponse();

        Assert.Equal("你好，我是 ChatGLM3", answer.Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Null(answer.Usage);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10_000)]
    public async Task Stream_ThatEndsInRawText_GivesTheRest(int slice)
    {
        var body = Head + "\"Use \"" + Tail + Head + "\"it: \"" + Tail + "data: Use it: obj.get_name()\r\ndata: done {x}\r\n\r\n";

        var updates = await StreamAsync(body, Own(), slice);

        var answer = updates.ToChatResponse();
        Assert.Equal("Use it: obj.get_name()\ndone {x}", answer.Text);
        Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        Assert.Single(updates.Select(static update => update.MessageId).Distinct());
    }

    [Fact]
    public async Task Stream_ThatEndsInOtherText_IsBroken()
    {
        var failure = await Assert.ThrowsAsync<OneApiException>(() => StreamAsync(Head + "\"Use \"" + Tail + "data: Something else\r\n\r\n", Own()));

        Assert.Equal(OneApiErrorKind.ProtocolViolation, failure.Kind);
    }

    [Fact]
    public async Task Stream_ThatJustCloses_IsBroken() =>
        Assert.Equal(OneApiErrorKind.ProtocolViolation, (await Assert.ThrowsAsync<OneApiException>(() => StreamAsync(Head + "\"Use \"" + Tail, Own()))).Kind);

    [Theory]
    [InlineData("Hi there", 1)]
    [InlineData("Hi", 2)]
    [InlineData("Call get_weather for it", 1)]
    public async Task OwnStream_OverTheServersDefects_GivesTheWholeText(string text, int requests)
    {
        await using var fake = FakeChatGlm.Start();
        fake.Reply(new FakeReply { Text = text });
        await using var services = Gateway(fake);

        var answer = await services.GetRequiredService<IChatClient>().GetStreamingResponseAsync("q", OwnStream, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal(text, answer.Text);
        Assert.Equal(Enumerable.Range(0, requests).Select(static number => number == 0), fake.Requests.Select(static request => request.IsStreaming));
    }

    [Fact]
    public async Task OwnStream_NothingAtAll_IsEmpty()
    {
        await using var fake = FakeChatGlm.Start();
        fake.Reply(new FakeReply { Text = "" });
        await using var services = Gateway(fake);

        var failure = await Assert.ThrowsAsync<OneApiException>(() => services.GetRequiredService<IChatClient>().GetStreamingResponseAsync("q", OwnStream, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken));

        Assert.Equal(OneApiErrorKind.EmptyResponse, failure.Kind);
    }

    [Fact]
    public void History_HasOnlyTheServersRoles_AndPlainText()
    {
        var request = Request("chatglm", "chatglm3-6b", new() { Tools = [Weather], Instructions = "be brief" }, messages:
        [
            new(ChatRole.User, [new TextContent("a"), new TextContent("b")]),
            Assistant(new TextContent("so"), new FunctionCallContent("c", "weather", new Dictionary<string, object?> { ["city"] = "x" })),
            new(ChatRole.Tool, [new FunctionResultContent("c", "wet")]),
        ]);

        AssertJson(
            """[{"role":"system","content":""},{"role":"system","content":"be brief"},{"role":"user","content":"ab"},{"role":"assistant","content":"so\nweather\n{\"city\":\"x\"}"},{"role":"function","tool_call_id":"c","name":"weather","content":"wet"}]""",
            Messages(request));
        Assert.Empty(request.Warnings.All);
    }

    [Fact]
    public void Images_AreAWarning()
    {
        var request = Request("chatglm", "chatglm3-6b", messages: [new(ChatRole.User, [new TextContent("a"), new DataContent("x"u8.ToArray(), "image/png")])]);

        Assert.Equal("a", (string?)Messages(request)[0]!["content"]);
        AssertWarnings(request, "content_not_sent:DataContent");
    }

    private static OneApi.Client.Protocols.ChatRequest Own() => Request("chatglm", "chatglm3-6b", OwnStream, streaming: true);

    private static ServiceProvider Gateway(FakeChatGlm fake)
    {
        var services = new ServiceCollection();
        services.AddOneApi(options => options.Channels.Add(new() { Name = "glm", Provider = "chatglm", BaseUrl = fake.Url }));
        return services.BuildServiceProvider();
    }
}
