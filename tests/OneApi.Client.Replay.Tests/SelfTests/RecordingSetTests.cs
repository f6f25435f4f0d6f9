using OneApi.Client.Replay.Tests.Recordings;
using Xunit;

namespace OneApi.Client.Replay.Tests.SelfTests;

/// <summary>What is replayed and what is not: counted, listed, and with reasons.</summary>
public sealed class RecordingSetTests(ITestOutputHelper output)
{
    [Fact]
    public void Exceptions_AllExist_AndSayWhy()
    {
        RecordingSet.SkipWhenAbsent();
        var ids = RecordingSet.Exchanges.Select(one => one.Id).ToHashSet();

        Assert.All(Exceptions.Reasons, one =>
        {
            Assert.Contains(one.Key, ids);
            Assert.NotEmpty(one.Value);
        });

        output.WriteLine($"{Exceptions.Reasons.Count} of {ids.Count} exchanges are not replayed:");
        foreach (var (id, reason) in Exceptions.Reasons)
        {
            output.WriteLine($"{id}: {reason}");
        }
    }

    [Fact]
    public void Cases_AreAllOtherExchanges_CountedByWireAndProvider()
    {
        RecordingSet.SkipWhenAbsent();

        Assert.Equal(RecordingSet.Exchanges.Count - Exceptions.Reasons.Count, RecordingSet.Cases.Count());
        Assert.All(RecordingSet.Cases, one => Assert.True(one.IsChat || one.IsEmbedding || one.IsImage));
        foreach (var group in RecordingSet.Cases.GroupBy(one => $"{one.Wire} {one.Provider} through {one.Channel.Provider} {one.Channel.Protocol}".TrimEnd()).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{group.Count(),4}  {group.Key} ({group.Count(one => one.Stream)} streamed)");
        }
    }

    /// <summary>Every vendor's exchanges go through the vendor's own row. These do not: their answers are of a wire whose plain row reads them, and the reason is said here.</summary>
    [Fact]
    public void EveryCase_GoesThroughItsOwnRow_ExceptWhereSaid()
    {
        RecordingSet.SkipWhenAbsent();

        var others = RecordingSet.Cases.Where(one => one.Channel.Provider != one.Provider).Select(one => $"{one.Provider} {one.Wire} through {one.Channel.Provider}").Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "bedrock Messages through anthropic", // InvokeModel: Anthropic's answer under another address and a signature
                "bedrock-mantle ChatCompletions through openai", // Bedrock's layer for OpenAI's clients: no row
                "gemini ChatCompletions through openai", // Google's layer for OpenAI's clients: no row
                "vertex GenerateContent through gemini", // Gemini's answer under another address and a token
                "voyage OpenAIEmbeddings through openai", // no row
            ],
            others);
    }

    [Fact]
    public void EveryCase_NamesAModel()
    {
        RecordingSet.SkipWhenAbsent();

        Assert.All(RecordingSet.Cases.Where(one => one.HasJsonRequest), one => Assert.NotEqual("replay-model", RecordingSet.Load(one).Model));
    }
}
