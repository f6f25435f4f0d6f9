using System.ClientModel;
using Microsoft.Extensions.AI;
using OpenAI.Responses;
using static OneApi.Client.AspNetCore.Tests.Dialects.Responses.ResponsesWire;

#pragma warning disable OPENAI001 // the SDK's responses client is the one that users have

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>OpenAI's own .NET SDK reads every kind of item and event.</summary>
public class ResponsesSdkTests
{
    private static readonly ChatResponseUpdate[] Everything =
    [
        Update(new TextReasoningContent("Hm.")),
        Update(new TextReasoningContent("") { ProtectedData = "gAAA" }),
        Update(new TextContent("Hello ")),
        Update(new TextContent("you") { Annotations = [new CitationAnnotation { Title = "T", Url = new("https://example.com/") }] }),
        Update(new FunctionCallContent("call_1", "weather", new Dictionary<string, object?> { ["city"] = "Paris" })),
        Update(new ErrorContent("No.") { ErrorCode = "Refusal" }),
        Update(new DataContent(new byte[] { 1, 2, 3 }, "image/png")),
        Update(new UsageContent(new() { InputTokenCount = 7, OutputTokenCount = 5, TotalTokenCount = 12, ReasoningTokenCount = 2, CachedInputTokenCount = 1 })),
        Finish(ChatFinishReason.ToolCalls),
    ];

    [Fact]
    public async Task AnAnswer_IsReadWhole()
    {
        await using var server = await ResponsesServer.StartAsync(new ScriptedClient(Everything));

        ResponseResult response = await server.Sdk.CreateResponseAsync(Options(), TestContext.Current.CancellationToken);

        AssertEverything(response);
    }

    [Fact]
    public async Task AStream_IsReadWhole()
    {
        await using var server = await ResponsesServer.StartAsync(new ScriptedClient(Everything));
        var options = Options();
        options.StreamingEnabled = true;

        var text = string.Empty;
        var arguments = string.Empty;
        var reasoning = string.Empty;
        var number = 0;
        ResponseResult? end = null;
        await foreach (var update in server.Sdk.CreateResponseStreamingAsync(options, TestContext.Current.CancellationToken))
        {
            Assert.Equal(number++, update.SequenceNumber);
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            arguments += (update as StreamingResponseFunctionCallArgumentsDeltaUpdate)?.Delta?.ToString();
            reasoning += (update as StreamingResponseReasoningSummaryTextDeltaUpdate)?.Delta;
            end = (update as StreamingResponseCompletedUpdate)?.Response ?? end;
        }

        Assert.Equal(("Hello you", "{\"city\":\"Paris\"}", "Hm."), (text, arguments, reasoning));
        AssertEverything(Assert.IsType<ResponseResult>(end));
    }

    [Fact]
    public async Task ACutAnswer_IsIncomplete()
    {
        await using var server = await ResponsesServer.StartAsync(new ScriptedClient([Update(new TextContent("Hi")), Finish(ChatFinishReason.Length)]));

        ResponseResult response = await server.Sdk.CreateResponseAsync(Options(), TestContext.Current.CancellationToken);

        Assert.Equal(ResponseStatus.Incomplete, response.Status);
        Assert.Equal(ResponseIncompleteStatusReason.MaxOutputTokens, response.IncompleteStatusDetails.Reason);
    }

    [Fact]
    public async Task ABrokenStream_EndsInErrorAndFailure()
    {
        await using var server = await ResponsesServer.StartAsync(new ScriptedClient([Update(new TextContent("Hi"))], new OneApiException(OneApiErrorKind.ProviderUnavailable)));
        var options = Options();
        options.StreamingEnabled = true;

        List<StreamingResponseUpdate> updates = [];
        await foreach (var update in server.Sdk.CreateResponseStreamingAsync(options, TestContext.Current.CancellationToken))
        {
            updates.Add(update);
        }

        Assert.Equal("upstream_unavailable", Assert.IsType<StreamingResponseErrorUpdate>(updates[^2]).Code);
        var failed = Assert.IsType<StreamingResponseFailedUpdate>(updates[^1]).Response;
        Assert.Equal((ResponseStatus.Failed, "upstream_unavailable"), (failed.Status!.Value, failed.Error.Code.ToString()));
    }

    [Fact]
    public async Task ABadRequest_IsTheSdksException()
    {
        await using var server = await ResponsesServer.StartAsync(new ScriptedClient([]));
        var options = Options();
        options.PreviousResponseId = "resp_1";

        var error = await Assert.ThrowsAsync<ClientResultException>(() => server.Sdk.CreateResponseAsync(options, TestContext.Current.CancellationToken));

        Assert.Equal(400, error.Status);
        Assert.Contains("previous_response_id", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ItsOwnItems_GoBackAsTheyCame()
    {
        var thought = new TextReasoningContent("Hm.") { ProtectedData = "sig", AdditionalProperties = new() { ["oneapi.provider"] = "anthropic" } };
        var call = new FunctionCallContent("call_1", "weather", new Dictionary<string, object?> { ["city"] = "Paris" }) { AdditionalProperties = new() { ["oneapi.provider"] = "x", ["extra_content"] = "e" } };
        await using var server = await ResponsesServer.StartAsync(new ScriptedClient([Update(thought, call)]));
        ResponseResult first = await server.Sdk.CreateResponseAsync(Options(), TestContext.Current.CancellationToken);

        var again = Options();
        foreach (var item in first.OutputItems)
        {
            again.InputItems.Add(item);
        }

        again.InputItems.Add(ResponseItem.CreateFunctionCallOutputItem("call_1", "sunny"));
        var contents = Read(System.ClientModel.Primitives.ModelReaderWriter.Write(again).ToString()).Messages[1].Contents;

        var back = Assert.IsType<TextReasoningContent>(contents[0]);
        Assert.Equal(("Hm.", "sig", "anthropic"), (back.Text, back.ProtectedData, back.AdditionalProperties!["oneapi.provider"]));
        Assert.Equal("e", Assert.IsType<FunctionCallContent>(contents[1]).AdditionalProperties!["extra_content"]);
    }

    private static CreateResponseOptions Options()
    {
        var options = new CreateResponseOptions("gpt-x", [ResponseItem.CreateUserMessageItem("Hello")])
        {
            Instructions = "Be brief.",
            MaxOutputTokenCount = 100,
            ReasoningOptions = new() { ReasoningEffortLevel = ResponseReasoningEffortLevel.Low, ReasoningSummaryVerbosity = ResponseReasoningSummaryVerbosity.Auto },
            TextOptions = new() { TextFormat = ResponseTextFormat.CreateTextFormat() },
            StoredOutputEnabled = false,
            Temperature = 0.5f,
        };
        options.Tools.Add(ResponseTool.CreateFunctionTool("weather", BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}}}"""), strictModeEnabled: false));
        options.Metadata["a"] = "b";
        return options;
    }

    private static void AssertEverything(ResponseResult response)
    {
        Assert.Equal(ResponseStatus.Completed, response.Status);
        Assert.Equal(("served", "response", 100, 0.5f, "b"), (response.Model, response.Object, response.MaxOutputTokenCount, response.Temperature, response.Metadata["a"]));
        Assert.Equal("weather", Assert.IsType<FunctionTool>(Assert.Single(response.Tools)).FunctionName);
        Assert.Equal((7, 5, 12, 1, 2), (response.Usage.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount, response.Usage.InputTokenDetails.CachedTokenCount, response.Usage.OutputTokenDetails.ReasoningTokenCount));
        Assert.Equal(5, response.OutputItems.Count);
        var reasoning = Assert.IsType<ReasoningResponseItem>(response.OutputItems[0]);
        Assert.Equal(("Hm.", "gAAA"), (reasoning.GetSummaryText(), reasoning.EncryptedContent));
        var message = Assert.IsAssignableFrom<MessageResponseItem>(response.OutputItems[1]);
        Assert.Equal((MessageRole.Assistant, MessageStatus.Completed, "Hello you"), (message.Role, message.Status!.Value, message.Content[0].Text));
        Assert.Equal("https://example.com/", Assert.IsType<UriCitationMessageAnnotation>(Assert.Single(message.Content[0].OutputTextAnnotations)).Uri.OriginalString);
        var call = Assert.IsType<FunctionCallResponseItem>(response.OutputItems[2]);
        Assert.Equal(("call_1", "weather", "{\"city\":\"Paris\"}"), (call.CallId, call.FunctionName, call.FunctionArguments.ToString()));
        Assert.Equal("No.", Assert.IsAssignableFrom<MessageResponseItem>(response.OutputItems[3]).Content[0].Refusal);
        Assert.IsType<ImageGenerationCallResponseItem>(response.OutputItems[4]);
        Assert.Equal("Hello you", response.GetOutputText().Replace("No.", string.Empty, StringComparison.Ordinal));
    }
}
