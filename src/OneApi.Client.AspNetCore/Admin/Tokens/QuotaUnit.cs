using System.Globalization;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>A unit in which quotas are read and written. All of it is whole numbers: no floating point, no rounding.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Micros">How many micro-dollars one unit is.</param>
internal sealed record QuotaUnit(string Name, long Micros)
{
    public const string Currency = "USD";
    private const int MaxDigits = 24;

    /// <summary>What One API counts in: 500 000 are a dollar.</summary>
    public static readonly QuotaUnit OneApi = new("oneapi", 2);

    public static readonly QuotaUnit Dollar = new("dollar", 1_000_000);

    private static readonly QuotaUnit[] All = [new("cent", 10_000), Dollar, new("micro", 1), OneApi];

    public static string Names => string.Join(", ", All.Select(static unit => unit.Name));

    public static bool TryFind(string? name, out QuotaUnit unit)
    {
        unit = All.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase))!;
        return unit is not null;
    }

    /// <summary>Reads an amount of this unit as micro-dollars.</summary>
    /// <param name="text">A decimal of zero or more.</param>
    /// <param name="micros">The amount.</param>
    /// <param name="error">What would be right.</param>
    public bool TryRead(string text, out long micros, out string error)
    {
        micros = 0;
        error = $"a decimal number of {Name}s of zero or more, without an exponent, such as 50000 or '12.50'";
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? "" : text[(point + 1)..].TrimEnd('0');
        if (whole.Length == 0 || (point >= 0 && point == text.Length - 1) || (whole + fraction).Length > MaxDigits || (whole + fraction).Any(static digit => !char.IsAsciiDigit(digit)))
        {
            return false;
        }

        var digits = Int128.Parse(whole + fraction, NumberStyles.None, CultureInfo.InvariantCulture);
        var (amount, rest) = Int128.DivRem(digits * Micros, PowerOfTen(fraction.Length));
        if (rest != 0)
        {
            error = "no fraction of a micro-dollar, which is the smallest amount";
            return false;
        }

        if (amount > long.MaxValue)
        {
            error = "an amount of at most 9007199254740991 micro-dollars";
            return false;
        }

        micros = (long)amount;
        return true;
    }

    /// <summary>Writes micro-dollars as an amount of this unit, to the last digit.</summary>
    public ExactNumber Write(long micros)
    {
        var (whole, rest) = Int128.DivRem(Int128.Abs(micros), Micros);
        var sign = micros < 0 ? "-" : "";
        if (rest == 0)
        {
            return new(sign + whole.ToString(CultureInfo.InvariantCulture));
        }

        // Every unit divides a power of ten of micro-dollars, so that the digits end.
        var fraction = (rest * 1_000_000 / Micros).ToString(CultureInfo.InvariantCulture).PadLeft(6, '0').TrimEnd('0');
        return new($"{sign}{whole.ToString(CultureInfo.InvariantCulture)}.{fraction}");
    }

    public ExactNumber? Write(long? micros) => micros is { } amount ? Write(amount) : null;

    private static Int128 PowerOfTen(int digits)
    {
        Int128 power = 1;
        for (var i = 0; i < digits; i++)
        {
            power *= 10;
        }

        return power;
    }
}
