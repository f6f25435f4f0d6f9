namespace OneApi.Client.Testing.Wall;

/// <summary>What a connection asks of the wall that it belongs to.</summary>
internal interface IWallKeeper
{
    TimeProvider Time { get; }

    IReadOnlyList<string> Tokens { get; }

    /// <summary>Notes a request and chooses its reply.</summary>
    (WallRequest Request, WallReply Reply) Take(WallMessage message);

    /// <summary>Notes that a client has closed its connection.</summary>
    void NoteLeft(WallRequest request);
}
