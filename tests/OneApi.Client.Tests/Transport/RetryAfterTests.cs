using System.Net.Http.Headers;
using OneApi.Client.Transport;

namespace OneApi.Client.Tests.Transport;

public class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static TimeSpan? Of(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return RetryAfter.Of(response.Headers, Now);
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    [InlineData(" 7 ", 7)]
    [InlineData("1.5", 1.5)]
    [InlineData("Sun, 01 Mar 2026 12:00:30 GMT", 30)]
    [InlineData("Sun, 01 Mar 2026 11:59:30 GMT", 0)]
    [InlineData("Sunday, 01-Mar-26 12:00:30 GMT", 30)]
    [InlineData("Sun Mar  1 12:00:30 2026", 30)]
    [InlineData("2026-03-01T12:01:00Z", 60)]
    public void Seconds_AndDates_AreRead(string value, double seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Of(("Retry-After", value)));

    [Theory]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("NaN")]
    [InlineData("1e300")]
    [InlineData("99999999999999999999")]
    public void WhatSaysNothing_IsNull(string value) => Assert.Null(Of(("Retry-After", value)));

    [Fact]
    public void NoHeader_IsNull() => Assert.Null(Of());

    [Fact]
    public void Milliseconds_ComeFirst() => Assert.Equal(TimeSpan.FromMilliseconds(250), Of(("retry-after-ms", "250"), ("Retry-After", "1")));

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("x")]
    public void MillisecondsOfZero_OrNonsense_CountAsAbsent(string milliseconds)
    {
        Assert.Equal(TimeSpan.FromSeconds(3), Of(("retry-after-ms", milliseconds), ("Retry-After", "3")));
        Assert.Null(Of(("retry-after-ms", milliseconds)));
    }
}
