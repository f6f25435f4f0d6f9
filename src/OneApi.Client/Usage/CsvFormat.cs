namespace OneApi.Client;

/// <summary>How CSV is written.</summary>
public sealed record CsvFormat
{
    /// <summary>Gets a value indicating whether the file begins with a byte order mark.</summary>
    /// <value>The default is <see langword="true"/>: Excel takes a file without one for another encoding than UTF-8.</value>
    public bool ByteOrderMark { get; init; } = true;
}
