namespace OneApi.Client.Testing;

/// <summary>How recorded bodies are handed out. Read once, at start.</summary>
public sealed class ReplayOptions
{
    /// <summary>Gets or sets the seed of the slices' random sizes: the same seed cuts the same way.</summary>
    /// <value>The default is 0.</value>
    public int Seed { get; set; }

    /// <summary>Gets or sets the least bytes that are sent at once, at least 1.</summary>
    /// <value>The default is 1.</value>
    public int MinSlice { get; set; } = 1;

    /// <summary>Gets or sets the most bytes that are sent at once, at least <see cref="MinSlice"/>.</summary>
    /// <value>The default is 200.</value>
    public int MaxSlice { get; set; } = 200;
}
