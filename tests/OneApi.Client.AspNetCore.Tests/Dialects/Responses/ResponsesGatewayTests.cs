using System.Text.Json;
using OneApi.Client.Testing;
using OpenAI.Responses;

#pragma warning disable OPENAI001 // the SDK's responses client is the one that users have

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>OpenAI's SDK in front, three wires behind.</summary>
public class ResponsesGatewayTests
{
    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    [InlineData("gemini", false)]
    [InlineData("gemini", true)]
    public async Task AText_ComesThrough(string provider, bool streaming)
    {
        await using var fake = Start(provider);
        await using var server = await ResponsesServer.StartAsync(provider, fake);
        fake.Reply(new FakeReply { Text = "Grüße, 汉字!", Usage = new() { InputTokens = 11, OutputTokens = 4 } });

        var response = await CallAsync(server, Options(provider, "Say hello"), streaming);

        Assert.Equal((ResponseStatus.Completed, "Grüße, 汉字!"), (response.Status!.Value, response.GetOutputText()));
        Assert.Equal((11, 4), (response.Usage.InputTokenCount, response.Usage.OutputTokenCount));
    }

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    [InlineData("gemini", false)]
    [InlineData("gemini", true)]
    public async Task ATool_IsCalledAndAnswered(string provider, bool streaming)
    {
        await using var fake = Start(provider);
        await using var server = await ResponsesServer.StartAsync(provider, fake);
        var options = Options(provider, "Use weather, please");
        options.Tools.Add(ResponseTool.CreateFunctionTool("weather", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}"""), strictModeEnabled: null, functionDescription: "Tells the weather."));

        var first = await CallAsync(server, options, streaming);
        var call = Assert.Single(first.OutputItems.OfType<FunctionCallResponseItem>());
        Assert.Equal("weather", call.FunctionName);
        Assert.Equal(JsonValueKind.String, JsonElement.Parse(call.FunctionArguments).GetProperty("city").ValueKind);
        foreach (var item in first.OutputItems)
        {
            options.InputItems.Add(item);
        }

        options.InputItems.Add(ResponseItem.CreateFunctionCallOutputItem(call.CallId, "sunny and 23 degrees"));
        var second = await CallAsync(server, options, streaming);

        Assert.Contains("sunny and 23 degrees", second.GetOutputText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai", false)]
    [InlineData("openai", true)]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    [InlineData("gemini", false)]
    [InlineData("gemini", true)]
    public async Task ASchema_ShapesTheAnswer(string provider, bool streaming)
    {
        await using var fake = Start(provider);
        await using var server = await ResponsesServer.StartAsync(provider, fake);
        var options = Options(provider, "A city");
        options.TextOptions = new()
        {
            TextFormat = ResponseTextFormat.CreateJsonSchemaFormat("city", BinaryData.FromString("""{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}"""), jsonSchemaIsStrict: true),
        };

        var response = await CallAsync(server, options, streaming);

        Assert.Equal(JsonValueKind.String, JsonElement.Parse(response.GetOutputText()).GetProperty("name").ValueKind);
    }

    [Theory]
    [InlineData("anthropic", false)]
    [InlineData("anthropic", true)]
    [InlineData("gemini", false)]
    [InlineData("gemini", true)]
    public async Task Reasoning_ComesThrough_AndGoesBackToItsMaker(string provider, bool streaming)
    {
        await using var fake = Start(provider);
        await using var server = await ResponsesServer.StartAsync(provider, fake);
        fake.Reply(new FakeReply { Reasoning = "Let me think.", Text = "Yes." });
        var options = Options(provider, "Think");
        options.ReasoningOptions = new() { ReasoningEffortLevel = ResponseReasoningEffortLevel.Medium, ReasoningSummaryVerbosity = ResponseReasoningSummaryVerbosity.Detailed };

        var first = await CallAsync(server, options, streaming);
        var reasoning = first.OutputItems.OfType<ReasoningResponseItem>().First();
        Assert.Equal("Let me think.", reasoning.GetSummaryText());
        foreach (var item in first.OutputItems)
        {
            options.InputItems.Add(item);
        }

        options.InputItems.Add(ResponseItem.CreateUserMessageItem("Go on"));
        await CallAsync(server, options, streaming);

        if (provider == "anthropic")
        {
            var sent = JsonElement.Parse(fake.Requests[^1].Body.Span).GetProperty("messages")[1].GetProperty("content")[0];
            Assert.Equal(("thinking", "Let me think."), (sent.GetProperty("type").GetString(), sent.GetProperty("thinking").GetString()));
            Assert.NotEmpty(sent.GetProperty("signature").GetString()!);
        }
    }

    private static FakeProvider Start(string provider) => provider switch
    {
        "anthropic" => FakeAnthropic.Start(),
        "gemini" => FakeGemini.Start(),
        _ => FakeOpenAI.Start(),
    };

    private static CreateResponseOptions Options(string provider, string text) => new(ResponsesServer.Model(provider), [ResponseItem.CreateUserMessageItem(text)]) { StoredOutputEnabled = false };

    private static async Task<ResponseResult> CallAsync(ResponsesServer server, CreateResponseOptions options, bool streaming)
    {
        options.StreamingEnabled = streaming;
        if (!streaming)
        {
            return await server.Sdk.CreateResponseAsync(options, TestContext.Current.CancellationToken);
        }

        ResponseResult? end = null;
        await foreach (var update in server.Sdk.CreateResponseStreamingAsync(options, TestContext.Current.CancellationToken))
        {
            end = (update as StreamingResponseCompletedUpdate)?.Response ?? end;
        }

        return Assert.IsType<ResponseResult>(end);
    }
}
