using Xunit;
using static OneApi.Client.Tests.Protocols.Gemini.GeminiWire;

namespace OneApi.Client.Tests.Protocols.Gemini;

public sealed class GeminiUsageTests
{
    [Fact]
    public void Read_AllCounts_ObeyTheCanonicalArithmetic()
    {
        var response = Read(Body(
            """
            {"promptTokenCount":100,"cachedContentTokenCount":40,"toolUsePromptTokenCount":20,"candidatesTokenCount":7,"thoughtsTokenCount":13,"totalTokenCount":140,
             "promptTokensDetails":[{"modality":"TEXT","tokenCount":90},{"modality":"IMAGE","tokenCount":10}],"candidatesTokensDetails":[{"modality":"TEXT","tokenCount":7}],
             "cacheTokensDetails":[{"modality":"TEXT","tokenCount":40}],"toolUsePromptTokensDetails":[{"modality":"TEXT","tokenCount":20}],
             "trafficType":"ON_DEMAND","serviceTier":"standard"}
            """));

        var usage = response.Usage!;
        Assert.Equal(120, usage.InputTokenCount);
        Assert.Equal(20, usage.OutputTokenCount);
        Assert.Equal(140, usage.TotalTokenCount);
        Assert.Equal(40, usage.CachedInputTokenCount);
        Assert.Equal(13, usage.ReasoningTokenCount);
        Assert.Equal(
            new Dictionary<string, long>
            {
                ["toolUsePromptTokenCount"] = 20,
                ["promptTokensDetails.TEXT"] = 90,
                ["promptTokensDetails.IMAGE"] = 10,
                ["candidatesTokensDetails.TEXT"] = 7,
                ["cacheTokensDetails.TEXT"] = 40,
                ["toolUsePromptTokensDetails.TEXT"] = 20,
            },
            usage.AdditionalCounts!);
        Assert.Equal("ON_DEMAND", response.AdditionalProperties!["usageMetadata.trafficType"]!.ToString());
        Assert.Equal("standard", response.AdditionalProperties["usageMetadata.serviceTier"]!.ToString());
    }

    [Fact]
    public void Read_MissingCounts_AreZero()
    {
        var usage = Read(Body("""{"promptTokenCount":14,"totalTokenCount":14}""")).Usage!;

        Assert.Equal((14, 0, 14), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
        Assert.Null(usage.ReasoningTokenCount);
        Assert.Null(usage.CachedInputTokenCount);
    }

    [Fact]
    public void Read_ThePagesSample_AddsUp()
    {
        var usage = Read(Body("""{"promptTokenCount": 48,"candidatesTokenCount": 14,"totalTokenCount": 123,"thoughtsTokenCount": 61}""")).Usage!;

        Assert.Equal((48, 75, 123), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount));
    }

    [Fact]
    public void Read_WithoutTotal_AddsItUp() => Assert.Equal(9, Read(Body("""{"promptTokenCount":4,"candidatesTokenCount":5}""")).Usage!.TotalTokenCount);

    [Theory]
    [InlineData("""{"trafficType":"ON_DEMAND"}""")]
    [InlineData("null")]
    public void Read_UsageWithoutCounts_IsNone(string usage) => Assert.Null(Read(Body(usage)).Usage);

    private static string Body(string usage) => $$"""{"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":"STOP"}],"usageMetadata":{{usage}}}""";
}
