namespace OneApi.Client.Pricing;

/// <summary>What a call costs, in whole numbers: summed in pico, rounded up to micros once, at the end (reliability §1.2).</summary>
internal static class CallCost
{
    public const long OneMillion = 1_000_000;
    private static readonly Int128 PicoPpmPpmPerMicro = (Int128)OneMillion * OneMillion * OneMillion;

    /// <summary>The exact cost in pico of the price's currency; what 128 bits can't hold is the largest number.</summary>
    public static Int128 PicoOf(Price price, in BilledTokens tokens)
    {
        try
        {
            return SumOf(price, tokens);
        }
        catch (OverflowException)
        {
            return Int128.MaxValue; // never wrapped round to something cheap, or below zero
        }
    }

    /// <summary>Pico of a currency as micro-dollars, rounded up; more than a <see cref="long"/> holds is the largest one.</summary>
    /// <param name="pico">The cost, zero or more.</param>
    /// <param name="ratePpm">Dollars for one of the currency, in parts per million.</param>
    /// <param name="ratioPpm">What the caller is charged of it, in parts per million.</param>
    public static long MicrosOf(Int128 pico, long ratePpm = OneMillion, long ratioPpm = OneMillion)
    {
        try
        {
            var (micros, rest) = Int128.DivRem(checked(pico * ((Int128)ratePpm * ratioPpm)), PicoPpmPpmPerMicro);
            return micros >= long.MaxValue ? long.MaxValue : (long)micros + (rest > 0 ? 1 : 0);
        }
        catch (OverflowException)
        {
            return long.MaxValue; // no account has that much: it is refused, never wrapped round to something cheap
        }
    }

    private static Int128 SumOf(Price price, in BilledTokens tokens)
    {
        var holds = price.For(tokens.Input);
        var plainInput = tokens.Input - tokens.CachedInput - tokens.CacheWrite - tokens.AudioInput;
        var plainOutput = tokens.Output - tokens.Reasoning - tokens.AudioOutput;
        return checked(((Int128)plainInput * holds.Input)
            + ((Int128)tokens.CachedInput * (holds.CachedInput ?? holds.Input))
            + ((Int128)tokens.CacheWrite * (holds.CacheWrite ?? holds.Input))
            + ((Int128)tokens.AudioInput * (holds.AudioInput ?? holds.Input))
            + ((Int128)plainOutput * holds.Output)
            + ((Int128)tokens.Reasoning * (holds.Reasoning ?? holds.Output))
            + ((Int128)tokens.AudioOutput * (holds.AudioOutput ?? holds.Output))
            + ((Int128)tokens.Images * holds.PerImage)
            + holds.PerCall);
    }
}
