namespace OneApi.Client.Replay.Tests.Oracle;

/// <summary>What a recorded embedding answer says.</summary>
internal sealed record ExpectedEmbeddings
{
    public IReadOnlyList<float[]> Vectors { get; init; } = [];

    public long? Input { get; init; }

    public long? Total { get; init; }

    public IReadOnlyList<string> Errors { get; init; } = [];

    public bool IsFailure => Errors.Count > 0;
}
