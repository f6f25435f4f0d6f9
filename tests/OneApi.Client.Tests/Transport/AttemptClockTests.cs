using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Transport;

namespace OneApi.Client.Tests.Transport;

public class AttemptClockTests
{
    private static readonly AttemptLimits Limits = new(Seconds(5), Seconds(20), Seconds(10), Seconds(60), Seconds(300), TotalEndsWithContent: true);
    private readonly FakeTimeProvider _time = new();

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private AttemptClock Clock(AttemptLimits limits, bool streaming = true) => new(_time, limits, streaming, CancellationToken.None);

    private AttemptClock ClockOf(CancellationToken caller) => new(_time, Limits, streaming: true, caller);

    /// <summary>Nothing ends a moment before the limit, and the limit ends it.</summary>
    private void AssertEnds(AttemptClock clock, string limit, double after)
    {
        _time.Advance(Seconds(after - 0.001));
        Assert.False(clock.Token.IsCancellationRequested);
        Assert.Null(clock.Expired);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(clock.Token.IsCancellationRequested);
        Assert.Equal(limit, clock.Expired);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Connect_HoldsUntilTheConnectionStands(bool streaming)
    {
        using var clock = Clock(Limits, streaming);

        AssertEnds(clock, "connect", 5);
    }

    [Fact]
    public void FirstToken_HoldsFromTheStart_WhateverComesBeforeContent()
    {
        using var clock = Clock(Limits);
        _time.Advance(Seconds(4));
        clock.NoteConnected();
        _time.Advance(Seconds(4));
        clock.NoteHeaders();
        _time.Advance(Seconds(4));
        clock.NoteBytes();

        AssertEnds(clock, "first_token", 8);
        Assert.True(clock.HasHeaders);
        Assert.False(clock.HasContent);
    }

    [Fact]
    public void FirstTokenAndIdle_DoNotHoldForWholeAnswers()
    {
        using var clock = Clock(Limits, streaming: false);
        clock.NoteHeaders();
        clock.NoteBytes();

        AssertEnds(clock, "total", 300);
    }

    [Fact]
    public void Idle_IsPutOffByAnyByte()
    {
        using var clock = Clock(Limits);
        clock.NoteHeaders();
        clock.NoteContent();
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(Seconds(9.9));
            clock.NoteBytes();
        }

        AssertEnds(clock, "idle", 10);
    }

    [Fact]
    public void IdleContent_IsPutOffByContentOnly()
    {
        using var clock = Clock(Limits);
        clock.NoteHeaders();
        clock.NoteContent();
        _time.Advance(Seconds(8));
        clock.NoteBytes();
        clock.NoteContent();
        for (var i = 0; i < 6; i++)
        {
            _time.Advance(Seconds(9));
            clock.NoteBytes();
        }

        AssertEnds(clock, "idle_content", 6);
    }

    [Fact]
    public void Total_OfAStream_EndsWithItsFirstContent()
    {
        using var clock = Clock(Limits with { FirstToken = null, Idle = null, IdleContent = null });
        clock.NoteHeaders();
        _time.Advance(Seconds(299));
        clock.NoteContent();

        _time.Advance(TimeSpan.FromDays(1));

        Assert.False(clock.Token.IsCancellationRequested);
    }

    [Fact]
    public void Total_OfAStream_HoldsBeforeItsFirstContent()
    {
        using var clock = Clock(Limits with { FirstToken = null });
        clock.NoteHeaders();

        AssertEnds(clock, "total", 300);
    }

    [Fact]
    public void Total_ThatDoesNotEndWithContent_HoldsToTheEnd()
    {
        using var clock = Clock(Limits with { Idle = null, IdleContent = null, TotalEndsWithContent = false });
        clock.NoteHeaders();
        clock.NoteContent();

        AssertEnds(clock, "total", 300);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Null_MeansNoLimit(bool hasContent)
    {
        using var clock = Clock(new(null, null, null, null, null, TotalEndsWithContent: false));
        if (hasContent)
        {
            clock.NoteContent();
        }

        _time.Advance(TimeSpan.FromDays(2));

        Assert.False(clock.Token.IsCancellationRequested);
    }

    [Fact]
    public void ALimitThatBeginsOnlyWithContent_IsStillKept()
    {
        using var clock = Clock(new(null, null, Seconds(10), null, null, TotalEndsWithContent: false));
        _time.Advance(Seconds(100));
        clock.NoteContent();

        AssertEnds(clock, "idle", 10);
    }

    [Fact]
    public void TheNearestLimit_IsTheOneThatIsReported()
    {
        using var clock = Clock(new(Seconds(9), Seconds(3), null, null, Seconds(6), TotalEndsWithContent: true));

        AssertEnds(clock, "first_token", 3);
    }

    [Fact]
    public void NoTimeLeft_EndsAtOnce()
    {
        using var clock = Clock(Limits with { Total = Seconds(-1) });
        _time.Advance(TimeSpan.Zero);

        Assert.Equal((true, "total"), (clock.Token.IsCancellationRequested, clock.Expired));
    }

    [Fact]
    public void CallersCancellation_EndsTheToken_AndIsNoLimit()
    {
        using var caller = new CancellationTokenSource();
        using var clock = ClockOf(caller.Token);

        caller.Cancel();

        Assert.True(clock.Token.IsCancellationRequested);
        Assert.Null(clock.Expired);
        Assert.Equal(caller.Token, clock.CallerToken);
    }

    /// <summary>What unwinds slowly after the caller has gone must not be reported as a timeout.</summary>
    [Fact]
    public void ALimitReachedAfterTheCallerCancelled_IsNotReported()
    {
        using var caller = new CancellationTokenSource();
        using var clock = ClockOf(caller.Token);
        caller.Cancel();

        _time.Advance(Seconds(1000));

        Assert.Null(clock.Expired);
    }

    [Fact]
    public void ACallerWhoHasCancelledBefore_EndsItAtOnce()
    {
        using var clock = ClockOf(new CancellationToken(canceled: true));

        Assert.True(clock.Token.IsCancellationRequested);
        Assert.Null(clock.Expired);
    }

    [Fact]
    public void Cancel_EndsTheToken_WithoutALimit()
    {
        using var clock = Clock(Limits);

        clock.Cancel();

        Assert.True(clock.Token.IsCancellationRequested);
        Assert.Null(clock.Expired);
    }

    [Fact]
    public void AfterDisposal_NothingThrows_AndNothingEnds()
    {
        using var caller = new CancellationTokenSource();
        var clock = ClockOf(caller.Token);
        clock.Dispose();
        clock.Dispose();

        clock.NoteConnected();
        clock.NoteHeaders();
        clock.NoteBytes();
        clock.NoteContent();
        clock.Cancel();
        caller.Cancel();
        _time.Advance(Seconds(1000));

        Assert.Null(clock.Expired);
        Assert.False(clock.Token.IsCancellationRequested);
    }

    /// <summary>Time, content, cancellation and the end meet in any order, and nothing is thrown.</summary>
    [Fact]
    public async Task DisposalRaces_AreHarmless()
    {
        for (var i = 0; i < 300; i++)
        {
            using var caller = new CancellationTokenSource();
            var time = new FakeTimeProvider();
            var clock = new AttemptClock(time, Limits with { Connect = Seconds(1) }, streaming: true, caller.Token);
            using var gate = new Barrier(4);
            void Run(Action action)
            {
                gate.SignalAndWait();
                action();
            }

            await Task.WhenAll(
                OnThread(() => Run(() => time.Advance(Seconds(1)))),
                OnThread(() => Run(clock.NoteContent)),
                OnThread(() => Run(clock.Cancel)),
                OnThread(() => Run(clock.Dispose)));

            Assert.True(clock.Expired is null or "connect");
        }
    }

    [Fact]
    public void TimeToFirstContent_IsMeasuredOnce()
    {
        using var clock = Clock(Limits);
        Assert.Null(clock.TimeToFirstContent);
        _time.Advance(Seconds(2));
        clock.NoteContent();
        _time.Advance(Seconds(2));
        clock.NoteContent();

        Assert.Equal((Seconds(2), Seconds(4)), (clock.TimeToFirstContent, clock.Elapsed));
    }

    /// <summary>A timer outlives the code that set it; it must not keep the caller's async locals alive, nor run under them.</summary>
    [Fact]
    public void TheTimer_DoesNotCarryTheCallersContext()
    {
        var time = new ContextNotingTime();
        using (new AttemptClock(time, Limits, streaming: true, CancellationToken.None))
        {
            Assert.Equal([true], time.FlowWasSuppressed);
        }

        using (ExecutionContext.SuppressFlow())
        using (new AttemptClock(time, Limits, streaming: true, CancellationToken.None))
        {
            Assert.Equal([true, true], time.FlowWasSuppressed);
        }

        Assert.False(ExecutionContext.IsFlowSuppressed());
    }

    private static Task OnThread(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private sealed class ContextNotingTime : TimeProvider
    {
        public List<bool> FlowWasSuppressed { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            FlowWasSuppressed.Add(ExecutionContext.IsFlowSuppressed());
            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
