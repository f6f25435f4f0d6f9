namespace OneApi.Client.Testing.Images;

/// <summary>One task at a provider.</summary>
internal sealed class ImageTask(string id, int width, int height, int count, long seed, FakeImageOutcome outcome, int pollsUntilDone)
{
    private int _polls;

    public string Id { get; } = id;

    public int Count { get; } = count;

    public long Seed { get; } = seed;

    public FakeImageOutcome Outcome { get; } = outcome;

    /// <summary>Gets how often it was asked for.</summary>
    public int Polls => Volatile.Read(ref _polls);

    public bool IsCancelled { get; set; }

    public bool HasEnded => IsCancelled || (Outcome != FakeImageOutcome.NeverEnds && Polls >= pollsUntilDone);

    /// <summary>Counts a question for the task, and says whether it has ended.</summary>
    public bool Poll()
    {
        Interlocked.Increment(ref _polls);

        return HasEnded;
    }

    public byte[] Image(int index) => SamplePng.Make(width, height, Seed + index);
}
