namespace OneApi.Client.Testing.Wall;

/// <summary>What goes wrong between two events.</summary>
internal enum WallStrikeKind
{
    Cut,
    Stall,
    Malformed,
}
