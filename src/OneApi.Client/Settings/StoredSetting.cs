namespace OneApi.Client;

/// <summary>One setting that was made while the gateway runs.</summary>
/// <param name="Kind">What it is, one of <see cref="SettingKinds"/>.</param>
/// <param name="Name">Its name, unique in its kind without regard to case.</param>
/// <param name="Json">What it says: a JSON object, without secrets.</param>
/// <param name="Version">The version of the store with which it came; 1 or more.</param>
/// <param name="ChangedAt">When it was said.</param>
public sealed record StoredSetting(string Kind, string Name, string Json, long Version, DateTimeOffset ChangedAt)
{
    /// <summary>Gets its secrets as JSON, protected where the store is durable (<see cref="ISecretProtector"/>); <see langword="null"/> where it has none.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Secrets { get; init; }

    /// <summary>Secrets have no place in a text.</summary>
    /// <returns>Kind, name and version.</returns>
    public override string ToString() => $"{Kind} {Name} ({Version})";
}
