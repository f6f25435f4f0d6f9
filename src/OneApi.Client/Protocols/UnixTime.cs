namespace OneApi.Client.Protocols;

/// <summary>Instants as providers write them.</summary>
internal static class UnixTime
{
    /// <summary>The instant of a count of seconds, or null for none, zero and what lies outside the calendar.</summary>
    public static DateTimeOffset? FromSeconds(long? seconds) => seconds is > 0 and < 253402300800 ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value) : null;
}
