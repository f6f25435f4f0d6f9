namespace OneApi.Client.Testing.Wall;

/// <summary>A part of a body: a wait, and what is sent then.</summary>
/// <param name="Bytes">What is sent; empty for a wait only.</param>
/// <param name="Ends">True when a client has its whole answer with it, and may leave.</param>
internal readonly record struct WallStep(ReadOnlyMemory<byte> Bytes, bool Ends = false)
{
    public TimeSpan Wait { get; init; }
}
