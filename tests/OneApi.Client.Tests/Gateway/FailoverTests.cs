using System.Net;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>The table of design §6 over real HTTP: who is asked after whom.</summary>
public sealed class FailoverTests
{
    public static TheoryData<string, bool, string> Cases => ChatWires.DoorsWith(FaultCase.Names);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Ask_WhenTheFirstChannelFails_MovesOnOnlyWhereTheTableSaysSo(string wire, bool streaming, string fault)
    {
        await using var scenario = new Scenario(wire, channels: 2);
        var expected = FaultCase.Of(fault);
        scenario.Fakes[0].Fault(expected.Fault);

        var answer = await scenario.AskAsync(streaming, "hello");

        Assert.Equal([1, expected.MovesOn ? 1 : 0], scenario.Requests);
        if (!expected.MovesOn)
        {
            Assert.Equal(expected.Kind, answer.Failure.Kind);
            Assert.Empty(scenario.Lines(1501));
            Assert.Empty(scenario.Lines(1502));
            return;
        }

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal([$"Channel 1 (one) failed ({expected.Kind}), retrying with next channel…"], scenario.Lines(1501));
        Assert.Equal(["Retry succeeded using channel 2 (two)"], scenario.Lines(1502));
        Assert.Equal([expected.Kind, null], answer.Trace.Attempts.Select(static attempt => attempt.ErrorKind));
        Assert.Equal("two", answer.Trace.Channel);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Ask_WhenEveryChannelFails_TriesAsManyAsTheTableSaysAndThrowsTheLastFailure(string wire, bool streaming, string fault)
    {
        await using var scenario = new Scenario(wire, channels: 3);
        var expected = FaultCase.Of(fault);
        foreach (var fake in scenario.Fakes)
        {
            fake.Fault(expected.Fault);
        }

        var failure = (await scenario.AskAsync(streaming)).Failure;

        Assert.Equal([1, expected.Requests > 1 ? 1 : 0, expected.Requests > 2 ? 1 : 0], scenario.Requests);
        string[] tried = [.. new[] { "one", "two", "three" }.Take(expected.Requests)];
        Assert.Equal(expected.Kind, failure.Kind);
        Assert.Equal(wire, failure.Provider);
        Assert.Equal(tried[^1], failure.Channel);
        Assert.Equal(tried, failure.Attempts.Select(static attempt => attempt.Channel));
        Assert.All(failure.Attempts, attempt => Assert.Equal(expected.Kind, attempt.ErrorKind));
        Assert.Null(failure.PartialText);
        Assert.Equal(expected.Requests - 1, scenario.Lines(1501).Length);
        Assert.Empty(scenario.Lines(1502));
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenTheFirstChannelAnswers_SaysNothingOfRetries(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 2);

        var answer = await scenario.AskAsync(streaming);

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal([1, 0], scenario.Requests);
        Assert.Empty(scenario.Lines(1501));
        Assert.Empty(scenario.Lines(1502));
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenAllFail_StopsAtMaxAttempts(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, channels: 3, static options => options.Failover.MaxAttempts = 2);
        foreach (var fake in scenario.Fakes)
        {
            fake.Fault(Fault.ServerError());
        }

        var failure = (await scenario.AskAsync(streaming)).Failure;

        Assert.Equal([1, 1, 0], scenario.Requests);
        Assert.Equal(2, failure.Attempts.Count);
        Assert.Equal(HttpStatusCode.InternalServerError, failure.StatusCode);
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenNobodyServesTheModel_IsRefusedBeforeAnyRequest(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, configure: static options => options.Channels[0].Models = ["other"]);

        var failure = (await scenario.AskAsync(streaming)).Failure;

        Assert.Equal(OneApiErrorKind.ModelNotFound, failure.Kind);
        Assert.Empty(failure.Attempts);
        Assert.Equal([0], scenario.Requests);
    }

    [Theory]
    [MemberData(nameof(ChatWires.Doors), MemberType = typeof(ChatWires))]
    public async Task Ask_WhenEveryChannelIsSwitchedOff_IsNoChannel(string wire, bool streaming)
    {
        await using var scenario = new Scenario(wire, configure: static options => options.Channels[0].Enabled = false);

        var failure = (await scenario.AskAsync(streaming)).Failure;

        Assert.Equal(OneApiErrorKind.NoChannel, failure.Kind);
        Assert.Equal([0], scenario.Requests);
    }
}
