using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Transport;

namespace OneApi.Client.Tests.Transport;

/// <summary>Which limit ends an attempt, and what puts it off.</summary>
public sealed class AttemptClockTests
{
    private static readonly AttemptLimits Limits = new(Seconds(5), Seconds(20), Seconds(10), Seconds(60), Seconds(300), TotalEndsWithContent: true);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Connect_Counts_UntilTheRequestGoesOut()
    {
        using var clock = Start(Limits);
        _time.Advance(Seconds(5) - TimeSpan.FromTicks(1));
        Assert.Null(clock.Expired);

        _time.Advance(TimeSpan.FromTicks(1));

        Assert.Equal("connect", clock.Expired);
        Assert.True(clock.Token.IsCancellationRequested);
    }

    [Fact]
    public void FirstToken_Counts_UntilContent()
    {
        using var clock = Start(Limits);
        clock.NoteConnected();
        clock.NoteHeaders();
        _time.Advance(Seconds(19));
        clock.NoteBytes();
        Assert.Null(clock.Expired);

        _time.Advance(Seconds(1));

        Assert.Equal("first_token", clock.Expired);
    }

    [Fact]
    public void Idle_IsPutOffByAnyByte()
    {
        using var clock = StartWithContent();
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(Seconds(9));
            clock.NoteBytes();
        }

        Assert.Null(clock.Expired);
        _time.Advance(Seconds(9));
        Assert.Null(clock.Expired);

        _time.Advance(Seconds(1));

        Assert.Equal("idle", clock.Expired);
    }

    [Fact]
    public void IdleContent_IsNotPutOffByPings()
    {
        using var clock = StartWithContent();
        for (var i = 0; i < 7; i++)
        {
            Assert.Null(clock.Expired);
            _time.Advance(Seconds(8.5));
            clock.NoteBytes();
        }

        Assert.Null(clock.Expired);
        _time.Advance(Seconds(0.5));

        Assert.Equal("idle_content", clock.Expired);
    }

    [Fact]
    public void IdleContent_IsPutOffByContent()
    {
        using var clock = StartWithContent();
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(Seconds(8));
            clock.NoteBytes();
            clock.NoteContent();
        }

        Assert.Null(clock.Expired);
    }

    [Fact]
    public void Silence_DoesNotCountWhileTheConsumerHoldsTheStream()
    {
        using var clock = StartWithContent();
        clock.Hold();
        _time.Advance(Seconds(1000));
        Assert.Null(clock.Expired);

        clock.Release();
        _time.Advance(Seconds(9));
        Assert.Null(clock.Expired);
        _time.Advance(Seconds(11));

        Assert.Equal("idle", clock.Expired);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "total")]
    public void Total_OfAStream_EndsWithContentWhereNobodySetIt(bool endsWithContent, string? expired)
    {
        using var clock = Start(Limits with { TotalEndsWithContent = endsWithContent });
        clock.NoteConnected();
        clock.NoteContent();
        for (var i = 0; i < 40; i++)
        {
            _time.Advance(Seconds(8));
            clock.NoteBytes();
            clock.NoteContent();
        }

        Assert.Equal(expired, clock.Expired);
    }

    [Fact]
    public void Total_OfAWholeAnswer_IsTheOnlyLimitAfterConnecting()
    {
        using var clock = new AttemptClock(_time, Limits with { TotalEndsWithContent = false }, streaming: false, CancellationToken.None);
        clock.NoteConnected();
        _time.Advance(Seconds(299));
        Assert.Null(clock.Expired);

        _time.Advance(Seconds(1));

        Assert.Equal("total", clock.Expired);
    }

    [Fact]
    public void NoLimits_NeverExpire()
    {
        using var clock = Start(default);

        _time.Advance(TimeSpan.FromDays(365));

        Assert.Null(clock.Expired);
    }

    [Fact]
    public void Dispose_StopsTheTimer()
    {
        var clock = Start(Limits);
        clock.Dispose();

        _time.Advance(Seconds(1000));

        Assert.Null(clock.Expired);
    }

    private AttemptClock Start(in AttemptLimits limits) => new(_time, limits, streaming: true, CancellationToken.None);

    private AttemptClock StartWithContent()
    {
        var clock = Start(Limits);
        clock.NoteConnected();
        clock.NoteContent();
        return clock;
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
