using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>T10 of the reliability page: callers who cancel, leave or read to the end at random moments. The provider sees it at once, and nothing stays set aside.</summary>
public sealed partial class AbandonmentTests(ITestOutputHelper output)
{
    private const int Workers = 8;
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(500);
    private static readonly int CallsOfAWorker = Environment.GetEnvironmentVariable("ONEAPI_LONG") == "1" ? 2_100 : 42; // 50 000 and 1 000 over three wires

    private enum Ending
    {
        Cancelled,
        Abandoned,
        Read,
    }

    [Theory]
    [MemberData(nameof(ChatWires.All), MemberType = typeof(ChatWires))]
    public async Task CallersThatLeaveAtAnyMoment_AreSeenAtOnce_ChargedForTheirPart_AndHoldNothing(string wire)
    {
        var seed = Environment.TickCount;
        output.WriteLine($"Seed {seed}");
        await using var scenario = new PaidScenario(wire);
        scenario.Fake.Reply(new FakeReply { Chunks = ["one ", "two ", "three ", "four "], Usage = new() { InputTokens = 10, OutputTokens = 8 } });
        scenario.Fake.Fault(Fault.SlowBody(TimeSpan.FromMilliseconds(2)));
        var grant = await scenario.GrantAsync(static request => request.QuotaMicros = 10_000_000_000);

        var left = new ConcurrentDictionary<string, long>();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(scenario, grant, new Random(seed + worker), $"caller{worker}-", left), PaidScenario.Bound)));

        await AssertSeenAsync(scenario.Fake, left);
        var records = scenario.Inner.Usage.Records;
        Assert.Equal(CallsOfAWorker * Workers, records.Count);
        Assert.Equal((records.Sum(static record => record.ChargeMicros!.Value), 0), await scenario.StandingAsync(grant));
        Assert.Equal(records.Count, records.DistinctBy(static record => record.CallId).Count());
        Assert.Contains(records, static record => record is { Outcome: CallOutcome.Cancelled, ChargeMicros: > 0 });
        Assert.Contains(records, static record => record is { Outcome: CallOutcome.Cancelled, ChargeMicros: 0 });
        Assert.Contains(records, static record => record.Outcome is CallOutcome.Succeeded);
    }

    private static async Task WorkAsync(PaidScenario scenario, AccessTokenGrant grant, Random random, string name, ConcurrentDictionary<string, long> left)
    {
        for (var i = 0; i < CallsOfAWorker; i++)
        {
            var text = $"{name}{i}!";
            await LeaveAsync(scenario, grant, random, text);
            left[text] = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Makes one call and leaves it somewhere.</summary>
    private static async Task LeaveAsync(PaidScenario scenario, AccessTokenGrant grant, Random random, string text)
    {
        var ending = (Ending)random.Next(3);
        using var caller = new CancellationTokenSource();
        if (ending is Ending.Cancelled)
        {
            caller.CancelAfter(TimeSpan.FromMilliseconds(random.NextDouble() * 14));
        }

        var updates = ending is Ending.Abandoned ? random.Next(1, 5) : int.MaxValue;
        var options = new OneApiChatOptions { AccessToken = grant.Key, ModelId = scenario.Inner.Wire.Model, MaxOutputTokens = 100 };
        var stream = scenario.Inner.Chat.GetStreamingResponseAsync([new(ChatRole.User, text)], options, caller.Token).GetAsyncEnumerator(CancellationToken.None);
        try
        {
            for (var i = 0; i < updates && await stream.MoveNextAsync(); i++)
            {
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Equal(Ending.Cancelled, ending);
        }

        await stream.DisposeAsync();
    }

    /// <summary>Every request was answered to its end, or has seen its client leave within half a second of the moment when our side was done.</summary>
    private static async Task AssertSeenAsync(FakeProvider fake, ConcurrentDictionary<string, long> left)
    {
        var deadline = Stopwatch.GetTimestamp() + (long)(AtOnce.TotalSeconds * Stopwatch.Frequency);
        foreach (var request in fake.Requests)
        {
            while (request.AnsweredTimestamp is null && request.DisconnectedTimestamp is null)
            {
                Assert.True(Stopwatch.GetTimestamp() < deadline, "a request is still served long after its caller has left");
                await Task.Delay(1, PaidScenario.Bound);
            }

            if (request.DisconnectedTimestamp is { } seen)
            {
                var text = NameOfACall().Match(Encoding.UTF8.GetString(request.Body.Span)).Value;
                Assert.True(Stopwatch.GetElapsedTime(left[text], seen) < AtOnce, $"{text} was seen to leave after {Stopwatch.GetElapsedTime(left[text], seen)}");
            }
        }
    }

    [GeneratedRegex("caller[0-9]+-[0-9]+!")]
    private static partial Regex NameOfACall();
}
