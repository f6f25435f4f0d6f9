namespace OneApi.Client.Testing;

/// <summary>How the images of a fake turn out.</summary>
public enum FakeImageOutcome
{
    /// <summary>They are made.</summary>
    Succeeds = 0,

    /// <summary>The provider takes the request, and its filter keeps the result back. Providers without a filter make the images.</summary>
    Filtered,

    /// <summary>The provider takes the request, and then fails at it.</summary>
    Fails,

    /// <summary>The task goes on for ever. Providers that answer at once make the images; hold them up with <see cref="Fault.Silence"/>.</summary>
    NeverEnds,
}
