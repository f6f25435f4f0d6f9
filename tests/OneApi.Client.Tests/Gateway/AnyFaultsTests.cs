using Microsoft.Extensions.AI;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>Whatever goes wrong, on however many channels: one record, every attempt in it, and either a whole answer or a typed error.</summary>
public sealed class AnyFaultsTests
{
    private const int Scripts = 200;
    private static readonly FakeReply Reply = new() { Chunks = ["first ", "second ", "third"], Usage = new() { InputTokens = 3, OutputTokens = 4 } };

    private static readonly Fault[] Faults =
    [
        Fault.Unauthorized(), Fault.RateLimited(), Fault.RateLimited(TimeSpan.FromSeconds(1)), Fault.QuotaExhausted(), Fault.ServerError(), Fault.ServerError(503), Fault.Overloaded(),
        Fault.ModelNotFound(), Fault.ContextLength(), Fault.ContentFiltered(), Fault.InvalidRequest(), Fault.EmptySuccess(), Fault.ErrorInSuccess(), Fault.Reset(), Fault.Html(),
        Fault.CutStream(0), Fault.CutStream(1), Fault.CutStream(3), Fault.EndWithoutTerminator(0), Fault.EndWithoutTerminator(2), Fault.ErrorMidStream(0), Fault.ErrorMidStream(1),
        Fault.Malformed(0), Fault.Malformed(1),
    ];

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task Ask_UnderRandomFaults_AlwaysEndsInOrder(string wire)
    {
        var seed = Environment.TickCount;
        await using var scenario = new Scenario(wire, channels: 3);
        foreach (var fake in scenario.Fakes)
        {
            fake.Reply(Reply);
        }

        for (var i = 0; i < Scripts; i++)
        {
            var chance = new Random(seed + i);
            var script = scenario.Fakes.Select(_ => chance.Next(4) == 0 ? null : Faults[chance.Next(Faults.Length)]).ToArray();
            var streaming = chance.Next(2) == 0;
            try
            {
                await RunAsync(scenario, script, streaming);
            }
            catch (Exception error)
            {
                Assert.Fail($"Seed {seed + i}, {(streaming ? "streamed" : "whole")}, {string.Join(" | ", script.Select(static fault => fault?.ToString() ?? "fine"))}: {error}");
            }
        }
    }

    private static async Task RunAsync(Scenario scenario, Fault?[] script, bool streaming)
    {
        for (var i = 0; i < script.Length; i++)
        {
            scenario.Fakes[i].ClearFaults();
            if (script[i] is { } fault)
            {
                scenario.Fakes[i].Fault(fault);
            }
        }

        await HealthReset.AllAsync(scenario.Services); // each script meets channels that work
        var requests = scenario.Requests;
        var records = scenario.Usage.Records.Count;

        var answer = await scenario.AskAsync(streaming);

        Assert.Equal(records + 1, scenario.Usage.Records.Count);
        var record = scenario.Usage.Records.Last();
        var asked = scenario.Requests.Zip(requests, static (now, before) => now - before).ToArray();
        Assert.Equal(asked, new[] { "one", "two", "three" }.Select(name => record.Attempts.Count(attempt => attempt.Channel == name)));
        if (answer.Error is null)
        {
            Assert.Equal("first second third", answer.Text);
            Assert.Equal(ChatFinishReason.Stop, answer.Response.FinishReason);
            Assert.Equal(7, answer.Response.Usage!.TotalTokenCount);
            Assert.Equal((CallOutcome.Succeeded, (OneApiErrorKind?)null, 7L), (record.Outcome, record.ErrorKind, record.Usage!.TotalTokenCount!.Value));
            Assert.Null(record.Attempts[^1].ErrorKind);
            return;
        }

        var text = string.Concat(answer.Updates.Select(static update => update.Text));
        Assert.StartsWith(text, "first second third", StringComparison.Ordinal);
        Assert.Equal(text.Length > 0 ? text : null, answer.Failure.PartialText);
        Assert.Equal((text.Length > 0 ? CallOutcome.Broken : CallOutcome.Failed, answer.Failure.Kind), (record.Outcome, record.ErrorKind!.Value));
        Assert.Equal(record.Attempts, answer.Failure.Attempts);
        Assert.All(record.Attempts, static attempt => Assert.True(attempt.ErrorKind is not null || attempt.Outcome is AttemptOutcome.Differed));
        Assert.Equal(record.Channel, answer.Failure.Channel);
    }
}
