namespace OneApi.Client.Testing;

/// <summary>How a fault wall is started. Read once, at start.</summary>
public sealed class FaultWallOptions
{
    /// <summary>Gets or sets the TCP port on 127.0.0.1.</summary>
    /// <value>The default is 0: a free port is picked.</value>
    public int Port { get; set; }

    /// <summary>Gets or sets the clock of all waits and of all times that the wall states.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>. With a fake clock each wait ends when the test moves the clock.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gets or sets the pieces of the answer that is given where nothing else is said: one streamed event each.</summary>
    /// <value>By default a short sentence of five pieces. Copied at start.</value>
    public IReadOnlyList<string> Tokens { get; set; } = ["This", " is", " the", " wall", "."];
}
