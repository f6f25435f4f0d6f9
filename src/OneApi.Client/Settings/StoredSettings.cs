namespace OneApi.Client;

/// <summary>All settings of a store at one moment.</summary>
/// <param name="Version">The store's version: it grows with every change.</param>
/// <param name="Items">The settings, in the order of their versions.</param>
public sealed record StoredSettings(long Version, IReadOnlyList<StoredSetting> Items)
{
    /// <summary>Gets what an empty store holds.</summary>
    public static StoredSettings Empty { get; } = new(0, []);
}
