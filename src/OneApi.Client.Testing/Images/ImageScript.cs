namespace OneApi.Client.Testing.Images;

/// <summary>What a test has said about the images of a fake.</summary>
internal sealed class ImageScript
{
    private volatile int _polls = 2;
    private volatile int _outcome;

    public FakeImageOutcome Outcome
    {
        get => (FakeImageOutcome)_outcome;
        set => _outcome = (int)value;
    }

    public int PollsUntilDone
    {
        get => _polls;
        set => _polls = value;
    }
}
