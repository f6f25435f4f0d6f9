using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing;

/// <summary>A provider on loopback that makes images, with or without anything else. Its images are real PNG files of the size that was asked for, in one colour that the seed chooses.</summary>
/// <remarks>Addresses that it gives are its own, and it refuses to hand out an image to a request that carries a credential.</remarks>
public abstract class FakeImageProvider : FakeProvider
{
    private readonly ImageScript _script;

    private protected FakeImageProvider(ProviderWire wire, ImageScript script, FakeProviderOptions options)
        : base(wire, options)
    {
        _script = script;
    }

    /// <summary>Gets or sets how the images of the following requests turn out.</summary>
    /// <value>The default is <see cref="FakeImageOutcome.Succeeds"/>.</value>
    public FakeImageOutcome Outcome
    {
        get => _script.Outcome;
        set => _script.Outcome = value;
    }

    /// <summary>Gets or sets how often a task is asked for before it has ended.</summary>
    /// <value>The default is 2: it is still at it when it is asked for the first time.</value>
    public int PollsUntilDone
    {
        get => _script.PollsUntilDone;
        set => _script.PollsUntilDone = value;
    }
}
