using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Tests.Routing;

/// <summary>
/// T7 (reliability §5): 500 calls a second for a minute while everything fails. What reaches the providers stays below 1.2 times the calls, and
/// the hundred of the start, and one a second.
/// </summary>
public sealed class RetryStormTests(ITestOutputHelper output)
{
    private const int Seconds = 60;
    private const int CallsOfATick = 10;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Channels = ["a", "b", "c"];

    [Theory]
    [InlineData(false, OneApiErrorKind.ProviderUnavailable)]
    [InlineData(true, OneApiErrorKind.ProviderUnavailable)]
    [InlineData(false, OneApiErrorKind.RateLimited)]
    [InlineData(true, OneApiErrorKind.Timeout)]
    public async Task WhenEverythingFails_RetriesAreBounded(bool streaming, OneApiErrorKind kind)
    {
        await using var storm = new Storm(_ => throw new OneApiException(kind));

        await storm.RunAsync(streaming, isRepeat: static _ => false);

        Report(storm);
        Assert.Equal(0, storm.Served);
        Assert.InRange(storm.Requests, storm.Calls, (1.2 * storm.Calls) + 100 + Seconds);
    }

    /// <summary>Five seconds up, five seconds down: whoever calls while the channels are up is served, although they have just been down.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhenEverythingFlaps_RetriesAreBounded_AndCallsAreServedWhileItIsUp(bool streaming)
    {
        static bool IsUp(TimeSpan at) => (int)at.TotalSeconds / 5 % 2 == 0;
        await using var storm = new Storm(static at => IsUp(at) ? StubChatClient.Say("said") : throw new HttpRequestException("down"));

        await storm.RunAsync(streaming, isRepeat: static _ => false);

        Report(storm);
        Assert.InRange(storm.Served, storm.Calls / 3, storm.Calls); // a second try may find what the first one did not
        Assert.DoesNotContain(storm.Failures, static call => IsUp(call.Began) && IsUp(call.Ended) && call.Ended - call.Began < TimeSpan.FromSeconds(5));
        Assert.InRange(storm.Requests, storm.Calls, (1.2 * storm.Calls) + 100 + Seconds);
    }

    /// <summary>Every second call is a caller's own repetition, which draws on the budget as our retries do: only the others earn.</summary>
    [Fact]
    public async Task WhenCallersRepeatTheirCalls_TheirRepetitionsCountAsRetries()
    {
        await using var storm = new Storm(static _ => throw new HttpRequestException("down"));

        await storm.RunAsync(streaming: false, isRepeat: static number => number % 2 == 1);

        Report(storm);
        Assert.InRange(storm.Requests, storm.Calls, storm.Calls + (0.2 * storm.Calls / 2) + 100 + Seconds);
    }

    /// <summary>A hundred repetitions empty the budget: the next call that fails is not tried again.</summary>
    [Theory]
    [InlineData(120, 1)]
    [InlineData(0, 3)]
    public async Task WhenRepetitionsHaveEmptiedTheBudget_AFailureIsFinal(int repetitions, int requests)
    {
        var isDown = false;
        await using var storm = new Storm(_ => isDown ? throw new HttpRequestException("down") : StubChatClient.Say("said"));
        for (var i = 0; i < repetitions; i++)
        {
            await storm.AskAsync(streaming: false, isRepeat: true);
        }

        Assert.Equal((repetitions, repetitions), ((int)storm.Served, (int)storm.Requests));
        isDown = true;
        await storm.AskAsync(streaming: false, isRepeat: false);

        Assert.Equal(repetitions + requests, storm.Requests);
    }

    private void Report(Storm storm) => output.WriteLine($"{storm.Calls} calls, {storm.Served} served, {storm.Requests} requests");

    /// <summary>A gateway on default settings with three channels that all do the same, on a clock of its own.</summary>
    private sealed class Storm : IAsyncDisposable
    {
        private readonly FakeTimeProvider _time = new();
        private readonly DateTimeOffset _start = new FakeTimeProvider().GetUtcNow();
        private readonly TestGateway _gateway;
        private long _served;
        private long _requests;

        public Storm(Func<TimeSpan, ChatResponse> answer)
        {
            _gateway = new(services =>
            {
                services.AddSingleton<TimeProvider>(_time);
                services.AddOneApi(static options =>
                {
                    foreach (var name in Channels)
                    {
                        options.Channels.Add(new() { Name = name, Provider = "stub" });
                    }
                });
            });
            foreach (var name in Channels)
            {
                _gateway.Adapter[name].Answer = (_, _) =>
                {
                    Interlocked.Increment(ref _requests);
                    return Task.FromResult(answer(_time.GetUtcNow() - _start));
                };
            }
        }

        public int Calls { get; private set; }

        public ConcurrentBag<(TimeSpan Began, TimeSpan Ended)> Failures { get; } = [];

        public long Served => _served;

        public long Requests => _requests;

        public async Task RunAsync(bool streaming, Func<int, bool> isRepeat)
        {
            List<Task> running = [];
            for (var at = TimeSpan.Zero; at < TimeSpan.FromSeconds(Seconds); at += Tick)
            {
                running.AddRange(Enumerable.Range(0, CallsOfATick).Select(number => Task.Run(() => AskAsync(streaming, isRepeat(number)))));
                Calls += CallsOfATick;
                await PauseAsync(running);
                _time.Advance(Tick);
            }

            while (running.Count > 0)
            {
                await PauseAsync(running);
                _time.Advance(Tick);
            }
        }

        /// <summary>Lets calls go on until they have ended, or wait for the clock.</summary>
        private static async Task PauseAsync(List<Task> running)
        {
            for (var before = -1; running.Count > 0 && running.Count != before;)
            {
                before = running.Count;
                await Task.WhenAny(Task.WhenAll(running), Task.Delay(1, TestContext.Current.CancellationToken));
                running.RemoveAll(static call => call.IsCompleted);
            }
        }

        public ValueTask DisposeAsync() => _gateway.DisposeAsync();

        public async Task AskAsync(bool streaming, bool isRepeat)
        {
            var options = new OneApiChatOptions { ModelId = "m", ForwardedHeaders = isRepeat ? new Dictionary<string, string> { ["x-stainless-retry-count"] = "1" } : null };
            var began = _time.GetUtcNow() - _start;
            try
            {
                if (streaming)
                {
                    await _gateway.Client.GetStreamingResponseAsync("hi", options, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);
                }
                else
                {
                    await _gateway.Client.GetResponseAsync("hi", options, TestContext.Current.CancellationToken);
                }

                Interlocked.Increment(ref _served);
            }
            catch (OneApiException)
            {
                Failures.Add((began, _time.GetUtcNow() - _start));
            }
        }
    }
}
