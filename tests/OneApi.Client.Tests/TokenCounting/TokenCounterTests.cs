using Microsoft.Extensions.AI;
using OneApi.Client.TokenCounting;

namespace OneApi.Client.Tests.TokenCounting;

public class TokenCounterTests
{
    /// <summary>The examples of OpenAI's cookbook on counting tokens ("antidisestablishmentarianism", "2 + 2 = 4", "お誕生日おめでとう") in both vocabularies.</summary>
    [Theory]
    [InlineData("gpt-4o-mini", "antidisestablishmentarianism", 6)]
    [InlineData("gpt-4-turbo", "antidisestablishmentarianism", 6)]
    [InlineData("gpt-4o", "2 + 2 = 4", 7)]
    [InlineData("gpt-3.5-turbo", "2 + 2 = 4", 7)]
    [InlineData("gpt-4o", "お誕生日おめでとう", 8)]
    [InlineData("gpt-4", "お誕生日おめでとう", 9)]
    [InlineData("openai/gpt-4o", "お誕生日おめでとう", 8)]
    public void AKnownFamily_IsCountedWithItsOwnVocabulary(string model, string text, int tokens) => Assert.Equal(tokens, TokenCounter.Count(text, model));

    [Theory]
    [InlineData("qwen-max", "hello", 2)]
    [InlineData("claude-sonnet-4-5", "abcdef", 2)]
    [InlineData("spark", "客服", 2)]
    [InlineData("m", "", 0)]
    [InlineData("m", null, 0)]
    public void OtherFamilies_CountAThirdOfTheirBytes_RoundedUp(string model, string? text, int tokens) => Assert.Equal(tokens, TokenCounter.Count(text, model));

    /// <summary>A megabyte is not counted to its end, and still counts in full.</summary>
    [Fact]
    public void AVeryLongText_IsCountedByTheShareOfItsBeginning()
    {
        var one = string.Concat(Enumerable.Repeat("a word and ", 10_000));

        Assert.Equal(30_000, TokenCounter.Count(one, "gpt-4o"), tolerance: 100.0);
        Assert.Equal(300_000, TokenCounter.Count(string.Concat(Enumerable.Repeat(one, 10)), "gpt-4o"), tolerance: 1000.0);
    }

    [Fact]
    public void APrompt_CountsAllThatIsSent()
    {
        long Count(ChatOptions? options, params AIContent[] contents) => ContentTokens.OfPrompt([new(ChatRole.User, contents)], options, "m");

        Assert.Equal(6, Count(null));
        Assert.Equal(6 + 2, Count(null, new TextContent("hello")));
        Assert.Equal(6 + 2, Count(new() { Instructions = "abcdef" }));
        Assert.Equal(6 + 765, Count(null, new DataContent(new byte[10], "image/png")));
        Assert.Equal(6 + 10, Count(null, new DataContent(new byte[1000], "audio/wav")));
        Assert.Equal(6 + 1 + 1 + 1, Count(null, new FunctionCallContent("id", "add", new Dictionary<string, object?> { ["a"] = 1 })));
        Assert.Equal(6 + 2, Count(null, new FunctionResultContent("id", "abcd")));
        Assert.True(Count(new() { Tools = [AIFunctionFactory.Create(static (int a) => a, "add", "adds")] }) > 6 + 1 + 2);
    }
}
