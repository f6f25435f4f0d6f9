using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.OpenAI.OpenAIWire;

namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>Usage in the library's arithmetic: cached tokens inside the input, reasoning tokens inside the output (protocols/openai.md §8 and the provider pages).</summary>
public class OpenAIUsageTests
{
    private static string Of(string provider, string usage)
    {
        var whole = Read($$"""{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}],"usage":{{usage}}}""", provider).Usage!;
        var streamed = Updates(provider, Chunk(Text("a"), "stop", ",\"usage\":" + usage), Done).ToChatResponse().Usage!;

        Assert.Equal(Numbers(streamed), Numbers(whole));
        return Numbers(whole);
    }

    private static string Numbers(UsageDetails usage) => $"{usage.InputTokenCount}+{usage.OutputTokenCount}={usage.TotalTokenCount} cached {usage.CachedInputTokenCount} reasoning {usage.ReasoningTokenCount}";

    [Theory]
    [InlineData("openai", """{"prompt_tokens":9,"completion_tokens":12,"total_tokens":21,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":8}}""", "9+12=21 cached 4 reasoning 8")]
    [InlineData("deepseek", """{"prompt_tokens":339,"completion_tokens":92,"total_tokens":431,"prompt_cache_hit_tokens":320,"prompt_cache_miss_tokens":19}""", "339+92=431 cached 320 reasoning ")]
    [InlineData("stepfun", """{"prompt_tokens":83,"completion_tokens":2,"total_tokens":85,"cached_tokens":5}""", "83+2=85 cached 5 reasoning ")]
    [InlineData("moonshot", """{"cached_tokens":5,"prompt_tokens_details":{"cached_tokens":6},"prompt_tokens":83,"completion_tokens":2,"total_tokens":85}""", "83+2=85 cached 6 reasoning ")]
    [InlineData("mistral", """{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"num_cached_tokens":3,"prompt_audio_seconds":null}""", "10+2=12 cached 3 reasoning ")]
    [InlineData("perplexity", """{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"reasoning_tokens":1}""", "10+2=12 cached  reasoning 1")]
    [InlineData("minimax", """{"total_tokens":73}""", "+=73 cached  reasoning ")]
    [InlineData("vllm", """{"prompt_tokens":"10","completion_tokens":2.0,"total_tokens":null,"prompt_tokens_details":null}""", "10+2= cached  reasoning ")]
    [InlineData("xai", """{"prompt_tokens":12,"completion_tokens":1,"total_tokens":303,"completion_tokens_details":{"reasoning_tokens":290}}""", "12+291=303 cached  reasoning 290")]
    [InlineData("xai", """{"prompt_tokens":12,"completion_tokens":291,"total_tokens":303,"completion_tokens_details":{"reasoning_tokens":290}}""", "12+291=303 cached  reasoning 290")]
    [InlineData("openai", """{"prompt_tokens":12,"completion_tokens":1,"total_tokens":303,"completion_tokens_details":{"reasoning_tokens":290}}""", "12+1=303 cached  reasoning 290")]
    [InlineData("mistral", """{"prompt_audio_seconds":3,"prompt_tokens":9,"total_tokens":632,"completion_tokens":248,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":375}}""", "384+248=632 cached 0 reasoning ")]
    [InlineData("mistral", """{"prompt_tokens":384,"total_tokens":632,"completion_tokens":248,"prompt_tokens_details":{"audio_tokens":375}}""", "384+248=632 cached  reasoning ")]
    [InlineData("mistral", """{"prompt_tokens":9,"total_tokens":600,"completion_tokens":248,"prompt_tokens_details":{"audio_tokens":375}}""", "9+248=600 cached  reasoning ")]
    [InlineData("openai", """{"prompt_tokens":9,"total_tokens":632,"completion_tokens":248,"prompt_tokens_details":{"audio_tokens":375}}""", "9+248=632 cached  reasoning ")]
    public void Arithmetic(string provider, string usage, string expected) => Assert.Equal(expected, Of(provider, usage));

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("5")]
    public void NoUsage_IsNone(string usage) => Assert.Null(Read($$"""{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}],"usage":{{usage}}}""").Usage);

    [Fact]
    public void OtherCounts_AreUnderTheirPaths()
    {
        var counts = Read(
            """
            {"choices":[{"message":{"content":"a"},"finish_reason":"stop"}],
             "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"cache_creation_input_tokens":3,
              "prompt_tokens_details":{"cache_write_tokens":4,"audio_tokens":5,"image_tokens":6},"completion_tokens_details":{"rejected_prediction_tokens":7,"audio_tokens":null}}}
            """).Usage!.AdditionalCounts!;

        Assert.Equal(
            [
                "cache_creation_input_tokens=3", "completion_tokens_details.rejected_prediction_tokens=7", "prompt_tokens_details.audio_tokens=5",
                "prompt_tokens_details.cache_write_tokens=4", "prompt_tokens_details.image_tokens=6",
            ],
            counts.Select(static pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
    }
}
