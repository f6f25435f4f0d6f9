using System.Text.Json;
using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.OpenAI.OpenAIWire;

namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>protocols/wenxin.md §6: what Qianfan adds to OpenAI's wire.</summary>
public sealed class QianfanAnswerTests
{
    /// <summary>The captured chunks of §6: no finish reason on the earlier ones, usage beside the last choice.</summary>
    private static readonly string[] Sample =
    [
        """{"id":"as-1","object":"chat.completion.chunk","created":1782475415,"model":"qwen3-32b","choices":[{"index":0,"delta":{"content":null,"reasoning_content":"好的"},"flag":0}]}""",
        """{"id":"as-1","object":"chat.completion.chunk","created":1782475415,"model":"qwen3-32b","choices":[{"index":0,"delta":{"content":"你好"},"flag":0}]}""",
        """{"id":"as-1","object":"chat.completion.chunk","created":1782475415,"model":"qwen3-32b","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop","flag":0}],"usage":{"prompt_tokens":13,"completion_tokens":12,"total_tokens":25}}""",
        Done,
    ];

    [Fact]
    public void Stream_ThePagesSample()
    {
        var response = Updates("qianfan", Sample).ToChatResponse();

        Assert.Equal(("好的", "你好", ChatFinishReason.Stop), (Reasoning(response), response.Text, response.FinishReason));
        Assert.Equal((13, 12, 25), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
    }

    [Fact]
    public void Stream_UsageInAChunkOfItsOwn_CountsOnce()
    {
        var response = Updates("qianfan", Sample[0], Sample[1], """{"id":"as-1","choices":[{"index":0,"delta":{},"finish_reason":"stop","flag":0}]}""", """{"id":"as-1","choices":[],"usage":{"prompt_tokens":13,"completion_tokens":12,"total_tokens":25}}""", Done).ToChatResponse();

        Assert.Equal(25, response.Usage!.TotalTokenCount);
    }

    [Theory]
    [InlineData("\"flag\":1", "content_filter")]
    [InlineData("\"flag\":0,\"need_clear_history\":true", "content_filter")]
    [InlineData("\"flag\":0,\"need_clear_history\":true,\"ban_round\":-1", "content_filter")]
    [InlineData("\"flag\":0,\"need_clear_history\":false", "stop")]
    [InlineData("\"flag\":null", "stop")]
    public void Whole_AFlag_IsAFilter(string members, string expected)
    {
        var response = Read($$$"""{"id":"as-1","choices":[{"index":0,"message":{"role":"assistant","content":"No."},"finish_reason":"stop",{{{members}}}}]}""", "qianfan");

        Assert.Equal(("No.", expected), (response.Text, response.FinishReason!.Value.Value));
    }

    [Theory]
    [InlineData("\"flag\":1", 0)]
    [InlineData("\"flag\":1", 1)]
    [InlineData("\"need_clear_history\":true", 0)]
    [InlineData("\"need_clear_history\":true", 1)]
    public void Stream_AFlagOnAnyChunk_IsAFilter(string member, int at)
    {
        string[] chunks =
        [
            """{"id":"as-1","choices":[{"index":0,"delta":{"content":"No."},"flag":0}]}""",
            """{"id":"as-1","choices":[{"index":0,"delta":{"content":"More."},"finish_reason":"stop","flag":0}]}""",
        ];
        chunks[at] = chunks[at].Replace("\"flag\":0", member, StringComparison.Ordinal);

        var updates = Updates("qianfan", [.. chunks, Done]);

        Assert.Equal(("No.More.", ChatFinishReason.ContentFilter), (updates.ToChatResponse().Text, updates.ToChatResponse().FinishReason));
        Assert.DoesNotContain(updates, static update => update.FinishReason == ChatFinishReason.Stop);
    }

    [Fact]
    public void AFlag_AndNothingSaid_IsContentFiltered()
    {
        Assert.Equal(OneApiErrorKind.ContentFiltered, ReadFails("""{"choices":[{"message":{"content":""},"finish_reason":"stop","flag":1}]}""", "qianfan").Kind);
        Assert.Equal(OneApiErrorKind.ContentFiltered, StreamFails("qianfan", """{"choices":[{"delta":{"content":""},"finish_reason":"stop","need_clear_history":true}]}""", Done).Kind);
    }

    /// <summary>The flags are Qianfan's; elsewhere such a member may mean anything.</summary>
    [Fact]
    public void AFlagOfAnotherProvider_MeansNothing() =>
        Assert.Equal(ChatFinishReason.Stop, Read("""{"choices":[{"message":{"content":"a"},"finish_reason":"stop","flag":1}]}""").FinishReason);

    [Fact]
    public void Search_GoesThrough_AndItsSourcesComeBack()
    {
        var request = Request(
            options: new() { Tools = [new HostedWebSearchTool()], AdditionalProperties = new() { ["web_search"] = JsonElement.Parse("""{"enable":true,"enable_citation":true}"""), ["penalty_score"] = 1.2 } },
            endpoint: EndpointOf("qianfan"));

        AssertBody("""{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"web_search":{"enable":true,"enable_citation":true},"penalty_score":1.2}""", request);
        AssertWarnings(request, "setting_not_honoured:Tools");
        var response = Read("""{"choices":[{"message":{"content":"a"},"finish_reason":"stop","flag":0}],"search_results":[{"index":1,"url":"https://example.com/","title":"T"}]}""", "qianfan");
        Assert.Equal("T", Assert.IsType<CitationAnnotation>(Assert.Single(response.Messages[0].Contents[0].Annotations!)).Title);
    }
}
