using System.Text.Json;
using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.Wenxin.WenxinWire;

namespace OneApi.Client.Tests.Protocols.Wenxin;

/// <summary>protocols/wenxin.md §5.</summary>
public sealed class WenxinStreamTests
{
    /// <summary>The capture of §5, byte for byte: LF line ends, no [DONE].</summary>
    private const string Sample =
        """data: {"id":"as-vb0m37ti8y","object":"chat.completion","created":1709089502,"sentence_id":0,"is_end":false,"is_truncated":false,"result":"当然可以，","need_clear_history":false,"finish_reason":"normal","usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}""" + "\n\n" +
        """data: {"id":"as-vb0m37ti8y","object":"chat.completion","created":1709089504,"sentence_id":1,"is_end":false,"is_truncated":false,"result":"以下是一些建议","need_clear_history":false,"finish_reason":"normal","usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}""" + "\n\n" +
        """data: {"id":"as-vb0m37ti8y","object":"chat.completion","created":1709089531,"sentence_id":20,"is_end":true,"is_truncated":false,"result":"","need_clear_history":false,"finish_reason":"normal","usage":{"prompt_tokens":5,"completion_tokens":420,"total_tokens":425}}""" + "\n\n";

    [Fact]
    public void Read_ThePagesSample()
    {
        var updates = Stream(Sample);

        Assert.Equal(["当然可以，", "以下是一些建议", ""], updates.Select(static update => update.Text));
        Assert.All(updates, static update =>
        {
            Assert.Equal(("as-vb0m37ti8y", "as-vb0m37ti8y", ChatRole.Assistant), (update.ResponseId, update.MessageId, update.Role));
            Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1709089502), update.CreatedAt);
            Assert.Null(update.AdditionalProperties);
        });
        Assert.Equal([null, null, ChatFinishReason.Stop], updates.Select(static update => update.FinishReason));
        var usage = Assert.IsType<UsageContent>(Assert.Single(updates[2].Contents)).Details;
        Assert.Equal((5, 420, 425), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
    }

    [Fact]
    public void Read_WithoutFinishReasons_EndsWithIsEnd()
    {
        var response = Stream(Events("""{"id":"as-1","is_end":false,"result":"a"}""", """{"id":"as-1","is_end":true,"result":"b"}""")).ToChatResponse();

        Assert.Equal(("ab", ChatFinishReason.Stop), (response.Text, response.FinishReason));
    }

    [Fact]
    public void Read_ACall_ComesWholeInOneFrame()
    {
        var updates = Stream(Events("""{"id":"as-7","object":"chat.completion","created":1,"sentence_id":0,"is_end":true,"is_truncated":false,"result":"","need_clear_history":false,"function_call":{"name":"f","arguments":"{\"a\":1}"},"finish_reason":"function_call","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"""));

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(updates[0].Contents));
        Assert.Equal(("call_as-7", "f", "1"), (call.CallId, call.Name, call.Arguments!["a"]!.ToString()));
        var response = updates.ToChatResponse();
        Assert.Equal((ChatFinishReason.ToolCalls, 3L), (response.FinishReason, response.Usage!.TotalTokenCount));
    }

    [Fact]
    public void Read_ACallThatIsRepeated_IsOne()
    {
        const string Call = ""","function_call":{"name":"f","arguments":"{}"}""";

        var response = Stream(Events(Frame("", more: Call), Frame("", isEnd: true, more: Call))).ToChatResponse();

        Assert.Single(response.Messages[0].Contents.OfType<FunctionCallContent>());
    }

    [Theory]
    [InlineData("length", false, "length")]
    [InlineData("normal", true, "length")]
    [InlineData("normal", false, "stop")]
    [InlineData("content_filter", false, "content_filter")]
    public void Read_FinishReasons(string word, bool isTruncated, string expected)
    {
        var last = $$"""{"id":"as-1","is_end":true,"result":"","is_truncated":{{(isTruncated ? "true" : "false")}},"finish_reason":"{{word}}"}""";

        Assert.Equal(expected, Stream(Events(Frame("Hi"), last)).ToChatResponse().FinishReason!.Value.Value);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_AFilterInAnyFrame_IsTheFinish(bool inTheLast)
    {
        const string Filtered = """{"id":"as-1","is_end":false,"result":"No.","need_clear_history":true,"ban_round":-1,"finish_reason":"normal"}""";
        string[] frames = inTheLast ? [Frame("Hi"), Filtered.Replace("\"is_end\":false", "\"is_end\":true", StringComparison.Ordinal)] : [Frame("Hi"), Filtered, Frame("", isEnd: true)];

        var updates = Stream(Events(frames));

        var response = updates.ToChatResponse();
        Assert.Equal(("HiNo.", ChatFinishReason.ContentFilter), (response.Text, response.FinishReason));
        Assert.Equal(-1, ((JsonElement)updates[1].AdditionalProperties!["ban_round"]!).GetInt32());
    }

    [Fact]
    public void Read_NothingButAFilter_IsAnError() =>
        Assert.Equal(OneApiErrorKind.ContentFiltered, Assert.Throws<OneApiException>(() => Stream(Events("""{"id":"as-1","is_end":true,"result":"","need_clear_history":true}"""))).Kind);

    [Fact]
    public void Read_NothingAtAll_IsAnEmptyResponse() =>
        Assert.Equal(OneApiErrorKind.EmptyResponse, Assert.Throws<OneApiException>(() => Stream(Events(Frame("", isEnd: true)))).Kind);

    [Theory]
    [InlineData("")]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("data: {\"id\":\"as-1\",\"is_end\":false,\"result\":\"Hi\",\"finish_reason\":\"normal\"}\n\n")]
    [InlineData("data: {\"id\":\"as-1\",\"is_end\":false,\"result\":\"Hi\",\"finish_reason\":\"stop\"}\n\ndata: [DONE]\n\n")]
    public void Complete_WithoutIsEnd_IsAProtocolViolation(string body) =>
        Assert.Equal(OneApiErrorKind.ProtocolViolation, Assert.Throws<OneApiException>(() => Stream(body)).Kind);

    [Fact]
    public void Read_AFrameThatIsCutWithin_IsNotTheEnd() =>
        Assert.ThrowsAny<JsonException>(() => Stream(Events(Frame("Hi"), """{"id":"as-1","is_end":true,"result":"x""")));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_AnErrorEvent_IsTheError(bool afterContent)
    {
        var body = (afterContent ? Events(Frame("Hi")) : "") + Events("""{"error_code":336100,"error_msg":"try again","id":"as-9"}""");

        var error = Assert.Throws<OneApiException>(() => Stream(body));

        Assert.Equal((OneApiErrorKind.ProviderUnavailable, "336100", "try again", "as-9"), (error.Kind, error.ProviderCode, error.ProviderMessage, error.RequestId));
    }

    [Fact]
    public void Read_AnErrorBesideAnEmptyResult_IsTheError() =>
        Assert.Equal(OneApiErrorKind.RateLimited, Assert.Throws<OneApiException>(() => Stream(Events("""{"error_code":18,"error_msg":"qps","result":"","is_end":true}"""))).Kind);

    [Fact]
    public void Read_ANoughtForACode_IsNoError() =>
        Assert.Equal("Hi", Stream(Events("""{"error_code":0,"error_msg":"","result":"Hi","is_end":true}""")).ToChatResponse().Text);

    [Fact]
    public void Read_HalfACharacter_WaitsForTheOther() =>
        Assert.Equal("😀", Stream(Events(Frame("\\ud83d"), Frame("\\ude00"), Frame("", isEnd: true))).ToChatResponse().Text);

    [Fact]
    public void Read_UnknownMembers_ComeBackOnce()
    {
        var updates = Stream(Events(Frame("a", more: ""","flag":0,"search_info":{"search_results":[{"url":"https://example.com/","title":"T"}]}"""), Frame("b", more: ""","flag":0"""), Frame("", isEnd: true)));

        Assert.Equal(["flag", "search_info"], updates[0].AdditionalProperties!.Keys.Order());
        Assert.Null(updates[1].AdditionalProperties);
        Assert.Equal("T", Assert.IsType<CitationAnnotation>(Assert.Single(updates[2].Contents.SelectMany(static content => content.Annotations ?? []))).Title);
    }

    [Fact]
    public void Read_StreamAndWhole_Agree()
    {
        const string Usage = ""","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}""";
        var whole = Read(Frame("Hi there", isEnd: true, more: Usage));
        var streamed = Stream(Events(Frame("Hi "), Frame("there"), Frame("", isEnd: true, more: Usage))).ToChatResponse();

        Assert.Equal((whole.Text, whole.FinishReason, whole.ResponseId, whole.CreatedAt, whole.Usage!.TotalTokenCount), (streamed.Text, streamed.FinishReason, streamed.ResponseId, streamed.CreatedAt, streamed.Usage!.TotalTokenCount));
    }
}
