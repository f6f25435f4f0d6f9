using System.Globalization;

namespace OneApi.Client.Usage;

/// <summary>Micro-dollars as an exact decimal in dollars, always with six digits behind the point.</summary>
internal static class DollarText
{
    private const int MicrosPerDollar = 1_000_000;

    public static string Of(long micros)
    {
        var amount = Int128.Abs(micros);
        return string.Create(CultureInfo.InvariantCulture, $"{(micros < 0 ? "-" : "")}{amount / MicrosPerDollar}.{(int)(amount % MicrosPerDollar):D6}");
    }
}
