using System.Globalization;
using System.Numerics;
using CsCheck;
using OneApi.Client.Pricing;

namespace OneApi.Client.Tests.Pricing;

public class DecimalTextTests
{
    [Theory]
    [InlineData("1.60", 6, 1_600_000)]
    [InlineData("0", 6, 0)]
    [InlineData("0.000001", 6, 1)]
    [InlineData("500", 6, 500_000_000)]
    [InlineData("0.01200000", 6, 12_000)]
    [InlineData("007", 6, 7_000_000)]
    [InlineData("9223372036854.775807", 6, long.MaxValue)]
    public void Decimals_AreWholeNumbersOfTheSmallerUnit(string text, int digits, long expected)
    {
        Assert.True(DecimalText.TryParse(text, digits, out var value, out _));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("", "is not a decimal")]
    [InlineData("-1", "is not a decimal")]
    [InlineData("+1", "is not a decimal")]
    [InlineData("1,5", "is not a decimal")]
    [InlineData("1e3", "is not a decimal")]
    [InlineData(".5", "is not a decimal")]
    [InlineData("5.", "is not a decimal")]
    [InlineData("1.2.3", "is not a decimal")]
    [InlineData(" 1", "is not a decimal")]
    [InlineData("٣", "is not a decimal")]
    [InlineData("0.0000001", "more than 6 digits")]
    [InlineData("9223372036854.775808", "too large")]
    [InlineData("99999999999999999999999999999999999999999999999", "too large")]
    public void Others_AreRefusedWithTheReason(string text, string reason)
    {
        Assert.False(DecimalText.TryParse(text, 6, out _, out var error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryNumber_ReadsBackAsItWasWritten() => Gen.Select(Gen.Long[0, long.MaxValue], Gen.Int[0, 12]).Sample((value, digits) =>
    {
        var (whole, fraction) = BigInteger.DivRem(value, BigInteger.Pow(10, digits));
        var text = digits == 0 ? whole.ToString(CultureInfo.InvariantCulture) : $"{whole}.{fraction.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}";

        return DecimalText.TryParse(text, digits, out var read, out _) && read == value;
    });
}
