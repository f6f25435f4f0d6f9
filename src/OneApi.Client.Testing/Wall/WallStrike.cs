namespace OneApi.Client.Testing.Wall;

/// <summary>Something that goes wrong between two events of a stream.</summary>
internal sealed record WallStrike(WallStrikeKind Kind, int After)
{
    public TimeSpan Time { get; init; }

    public byte[] Bytes { get; init; } = [];
}
