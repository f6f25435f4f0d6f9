using System.Diagnostics;
using Microsoft.Extensions.AI;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>Embeddings go the same way as chat.</summary>
public sealed class EmbeddingTests
{
    private static readonly string[] Texts = ["first", "second", "third"];

    public static TheoryData<string> EmbeddingWires => ["openai", "gemini"];

    public static TheoryData<string, string> Faults
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var fault in FaultCase.Names.Except(["cut", "ends early", "malformed", "error before content", "content filtered"]))
            {
                data.Add("openai", fault);
                data.Add("gemini", fault);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(EmbeddingWires))]
    public async Task Generate_GivesOneVectorForEachTextInOrder(string wire)
    {
        await using var scenario = new Scenario(wire);

        var all = await scenario.Embeddings.GenerateAsync(Texts, Options(), Scenario.Bound);
        var third = await scenario.Embeddings.GenerateAsync(["third"], Options(), Scenario.Bound);

        Assert.Equal(3, all.Count);
        Assert.All(all, static embedding => Assert.Equal(16, embedding.Vector.Length));
        Assert.Equal(third[0].Vector.ToArray(), all[2].Vector.ToArray());
        Assert.NotEqual(all[0].Vector.ToArray(), all[1].Vector.ToArray());
    }

    [Theory]
    [MemberData(nameof(EmbeddingWires))]
    public async Task Generate_IsSettledLikeAnyCall(string wire)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        scenario.Fakes[0].Fault(Fault.ServerError());

        var embeddings = await scenario.Embeddings.GenerateAsync(
            Texts,
            new OneApiEmbeddingOptions { ModelId = "embed", EndUser = "ann", Labels = new Dictionary<string, string> { ["team"] = "red" } },
            Scenario.Bound);

        var record = scenario.Usage.Only;
        Assert.Equal(("embeddings", false, CallOutcome.Succeeded), (record.Operation, record.Streaming, record.Outcome));
        Assert.Equal(("embed", "embed", "two", wire), (record.RequestedModel, record.ServedModel, record.Channel, record.Provider));
        Assert.Equal(("ann", "red"), (record.EndUser, record.Labels["team"]));
        Assert.Equal(wire == "openai" ? Texts.Sum(FakeUsage.Count) : null, (int?)embeddings.Usage?.InputTokenCount);

        // Gemini reports nothing for embeddings: a third of the bytes of each text, rounded up.
        Assert.Equal(wire == "openai" ? embeddings.Usage?.InputTokenCount : Texts.Sum(static text => (text.Length + 2) / 3), record.Usage!.InputTokenCount);
        Assert.Equal(wire != "openai", record.IsEstimated);
        Assert.Equal(2, record.Attempts.Count);
        Assert.Equal(["Channel 1 (one) failed (ProviderUnavailable), retrying with next channel…"], scenario.Lines(1501));
        Assert.Equal(["Retry succeeded using channel 2 (two)"], scenario.Lines(1502));
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Generate_WhenAChannelFails_MovesOnOnlyWhereTheTableSaysSo(string wire, string fault)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        var expected = FaultCase.Of(fault);
        scenario.Fakes[0].Fault(expected.Fault);

        var error = await Record.ExceptionAsync(() => scenario.Embeddings.GenerateAsync(Texts, Options(), Scenario.Bound));

        Assert.Equal([1, expected.MovesOn ? 1 : 0], scenario.Requests);
        Assert.Equal(expected.MovesOn ? null : expected.Kind, (error as OneApiException)?.Kind);
        Assert.Equal(expected.Kind, scenario.Usage.Only.Attempts[0].ErrorKind);
    }

    [Theory]
    [MemberData(nameof(EmbeddingWires))]
    public async Task Generate_WhenCancelled_ReachesTheProviderAtOnce(string wire)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        using var caller = new CancellationTokenSource();
        scenario.Fake.Fault(Fault.Silence());

        var generating = scenario.Embeddings.GenerateAsync(Texts, Options(), caller.Token);
        await scenario.Fake.WaitForRequestAsync(Scenario.Bound);
        var cancelled = Stopwatch.GetTimestamp();
        await caller.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generating);

        var request = scenario.Fake.Requests[0];
        await request.Disconnected.WaitAsync(TimeSpan.FromSeconds(10), Scenario.Bound);
        Assert.Equal(caller.Token, error.CancellationToken);
        Assert.InRange(Stopwatch.GetElapsedTime(cancelled, request.DisconnectedTimestamp!.Value).TotalMilliseconds, 0, 500);
        Assert.Equal([1, 0], scenario.Requests);
        Assert.Equal(CallOutcome.Cancelled, scenario.Usage.Only.Outcome);
    }

    [Theory]
    [MemberData(nameof(EmbeddingWires))]
    public async Task Generate_WithFallbacksAndHeaders_UsesThem(string wire)
    {
        await using var scenario = new Scenario(wire, channels: 2, static options =>
        {
            options.Channels[0].Models = ["embed"];
            options.Channels[1].Models = ["spare"];
            options.ForwardHeaders = ["X-Tenant"];
        });
        scenario.Fakes[0].Fault(Fault.ServerError());

        await scenario.Embeddings.GenerateAsync(
            Texts,
            new OneApiEmbeddingOptions { ModelId = "embed", Fallbacks = ["spare"], ForwardedHeaders = new Dictionary<string, string> { ["X-Tenant"] = "blue", ["Authorization"] = "no" } },
            Scenario.Bound);

        Assert.Equal("spare", scenario.Usage.Only.ServedModel);
        Assert.Equal("blue", scenario.Fakes[1].Requests[0].Headers["X-Tenant"]);
        Assert.True(scenario.Fakes[1].Requests[0].AuthenticationPassed);
    }

    [Fact]
    public async Task Generate_WithoutAModel_IsAnInvalidRequestAndSettled()
    {
        await using var scenario = new Scenario("openai", configure: static options => options.DefaultModel = "gpt-4o");

        var failure = await Assert.ThrowsAsync<OneApiException>(() => scenario.Embeddings.GenerateAsync(Texts, cancellationToken: Scenario.Bound));

        Assert.Equal((OneApiErrorKind.InvalidRequest, "model_required"), (failure.Kind, failure.ProviderCode));
        Assert.Equal(OneApiErrorKind.InvalidRequest, scenario.Usage.Only.ErrorKind);
    }

    [Fact]
    public async Task Generate_LeavesTheOptionsAsTheyWere()
    {
        await using var scenario = new Scenario("openai", channels: 2);
        scenario.Fakes[0].Fault(Fault.ServerError());
        var options = new EmbeddingGenerationOptions { ModelId = "embed", Dimensions = 16, AdditionalProperties = new() { ["user"] = "ann" } };

        await scenario.Embeddings.GenerateAsync(Texts, options, Scenario.Bound);

        Assert.Equal(("embed", 16, "ann"), (options.ModelId, options.Dimensions, Assert.Single(options.AdditionalProperties).Value));
        Assert.Equal("ann", scenario.Fakes[1].Requests[0].Json.GetProperty("user").GetString());
    }

    private static EmbeddingGenerationOptions Options() => new() { ModelId = "embed", Dimensions = 16 };
}
