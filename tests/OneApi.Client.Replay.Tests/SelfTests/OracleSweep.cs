using OneApi.Client.Replay.Tests.Oracle;
using OneApi.Client.Replay.Tests.Recordings;
using Xunit;

namespace OneApi.Client.Replay.Tests.SelfTests;

/// <summary>The oracle has an answer for every recording, and the spread of its answers can be read in the output.</summary>
public sealed class OracleSweep(ITestOutputHelper output)
{
    [Fact]
    public void Oracle_ReadsEveryChatExchange()
    {
        RecordingSet.SkipWhenAbsent();
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var silent = new List<string>();

        foreach (var one in RecordingSet.Cases.Where(one => one.IsChat))
        {
            var expected = ReplayOracle.Chat(RecordingSet.Load(one));
            Count(outcomes, $"{one.Wire} {(one.Stream ? "stream" : "whole")}: {Outcome(expected)}");
            if (!expected.IsFailure && (expected.FinishReason is null || !expected.StatesUsage || expected.Calls.Any(call => call.Arguments is null)))
            {
                silent.Add($"{one.Id}: finish {expected.FinishReason ?? "unsaid"}, usage {(expected.StatesUsage ? "stated" : "unsaid")}, unreadable calls {expected.Calls.Count(call => call.Arguments is null)}");
            }

            Assert.True(expected.IsFailure || expected.Text.Length + expected.Reasoning.Length + expected.Refusal.Length + expected.Calls.Count > 0, $"{one.Id} has nothing in it, and is no error");
            Assert.All(expected.Calls, call => Assert.NotEmpty(call.Name));
        }

        Print(outcomes);
        silent.ForEach(output.WriteLine);
    }

    [Fact]
    public void Oracle_ReadsEveryEmbeddingExchange()
    {
        RecordingSet.SkipWhenAbsent();
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);

        foreach (var one in RecordingSet.Cases.Where(one => one.IsEmbedding))
        {
            var expected = ReplayOracle.Embeddings(RecordingSet.Load(one));
            Count(outcomes, $"{one.Wire}: {(expected.IsFailure ? string.Join(" or ", expected.Errors) : $"{expected.Vectors.Count} × {expected.Vectors[0].Length}")}");
            Assert.True(expected.IsFailure || expected.Vectors.All(vector => Math.Abs(vector[0]) is > 0 and < 1), $"{one.Id} has no vectors of plausible floats");
        }

        Print(outcomes);
    }

    [Fact]
    public void EveryTokenTotal_IsTheSumOfItsParts_ExceptWhereThePagesSayOtherwise()
    {
        RecordingSet.SkipWhenAbsent();

        var odd = RecordingSet.Cases.Where(one => one.IsChat)
            .Select(one => (one.Id, Expected: ReplayOracle.Chat(RecordingSet.Load(one))))
            .Where(one => one.Expected.StatesUsage && one.Expected is { IsFailure: false, AlternativeInput: null } && one.Expected.Input + one.Expected.Output != one.Expected.Total)
            .Select(one => one.Id);

        // Gemini's OpenAI layer hides its thoughts in the total alone (openai-compatible.md §2: "hidden").
        Assert.Equal(["gemini.pai.openai-compatible-api-with-tool-calls-without-id#0", "gemini.pai.openai-compatible-api-with-tool-calls-without-id#1"], odd);
    }

    private static string Outcome(Expected expected) => expected.IsFailure ? $"error {string.Join(" or ", expected.Errors)}"
        : $"{expected.FinishReason ?? "(unsaid)"}{(expected.Refusal.Length > 0 ? " refusal" : "")}{(expected.Calls.Count > 0 ? " with calls" : "")}";

    private static void Count(SortedDictionary<string, int> outcomes, string outcome) => outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;

    private void Print(SortedDictionary<string, int> outcomes)
    {
        foreach (var (outcome, count) in outcomes)
        {
            output.WriteLine($"{count,4}  {outcome}");
        }
    }
}
