using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Transport;

namespace OneApi.Client.Tests.Transport;

/// <summary>A stream in the consumer's hands: a provider that nobody listens to is not silent.</summary>
public class AttemptClockHoldTests
{
    private static readonly AttemptLimits Limits = new(Seconds(5), Seconds(20), Seconds(10), Seconds(60), Seconds(300), TotalEndsWithContent: true);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Silence_DoesNotCountWhileTheStreamIsHeld()
    {
        using var clock = StartWithContent(Limits);
        clock.Hold();

        _time.Advance(Seconds(1000));

        Assert.Null(clock.Expired);
    }

    [Theory]
    [InlineData(10d, "idle")]
    [InlineData(null, "idle_content")]
    public void Silence_CountsAnewFromTheRelease(double? idle, string limit)
    {
        using var clock = StartWithContent(Limits with { Idle = idle is { } length ? Seconds(length) : null });
        var expected = idle ?? 60;
        clock.Hold();
        _time.Advance(Seconds(1003));

        clock.Release();
        _time.Advance(Seconds(expected - 0.001));
        Assert.Null(clock.Expired);
        _time.Advance(Seconds(0.001));

        Assert.Equal(limit, clock.Expired);
    }

    [Fact]
    public void Total_CountsForTheConsumerToo()
    {
        using var clock = StartWithContent(Limits with { TotalEndsWithContent = false });
        clock.Hold();

        _time.Advance(Seconds(300));

        Assert.Equal("total", clock.Expired);
    }

    private AttemptClock StartWithContent(in AttemptLimits limits)
    {
        var clock = new AttemptClock(_time, limits, streaming: true, CancellationToken.None);
        clock.NoteConnected();
        clock.NoteContent();
        return clock;
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
