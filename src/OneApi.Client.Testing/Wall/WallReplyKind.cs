namespace OneApi.Client.Testing.Wall;

/// <summary>What a reply is before anything goes wrong with it.</summary>
internal enum WallReplyKind
{
    Answer,
    Bytes,
    Reset,
    Silence,
}
