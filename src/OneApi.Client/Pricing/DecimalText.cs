namespace OneApi.Client.Pricing;

/// <summary>Reads decimal strings as integers of a smaller unit. No floating point, no rounding: digits that the unit can't hold are an error.</summary>
internal static class DecimalText
{
    /// <summary>Digits behind the point of a price per million tokens: one micro of the currency is one pico per token.</summary>
    public const int PerMillionDigits = 6;

    /// <summary>Digits behind the point of a sum of money in pico.</summary>
    public const int PicoDigits = 12;

    /// <summary>Reads a decimal that is zero or more, such as <c>1.60</c>.</summary>
    /// <param name="text">Digits, and at most one point with digits on both sides of it.</param>
    /// <param name="digits">How many digits behind the point one unit of the result stands for.</param>
    /// <param name="value">The number in that unit.</param>
    /// <param name="error">What is wrong, as the end of a sentence.</param>
    public static bool TryParse(ReadOnlySpan<char> text, int digits, out long value, out string? error)
    {
        value = 0;
        error = null;
        var point = text.IndexOf('.');
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? [] : text[(point + 1)..];
        if (whole.IsEmpty || whole.ContainsAnyExceptInRange('0', '9') || fraction.ContainsAnyExceptInRange('0', '9') || (point >= 0 && fraction.IsEmpty))
        {
            error = "is not a decimal of zero or more; use one like '1.60'";
            return false;
        }

        fraction = fraction.TrimEnd('0');
        if (fraction.Length > digits)
        {
            error = $"has more than {digits} digits behind the point";
            return false;
        }

        Int128 sum = 0;
        foreach (var digit in whole)
        {
            sum = (sum * 10) + (digit - '0');
            if (sum > long.MaxValue)
            {
                error = "is too large";
                return false;
            }
        }

        for (var i = 0; i < digits; i++)
        {
            sum = (sum * 10) + (i < fraction.Length ? fraction[i] - '0' : 0);
        }

        if (sum > long.MaxValue)
        {
            error = "is too large";
            return false;
        }

        value = (long)sum;
        return true;
    }
}
