namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>A setting that was made while the gateway runs.</summary>
internal sealed class SettingRow
{
    public required string Kind { get; init; }

    /// <summary>Gets the name in upper case: names are unique in their kind without regard to case.</summary>
    public required string UpperName { get; init; }

    public required string Name { get; set; }

    public required string Json { get; set; }

    /// <summary>Gets or sets the protected secrets, or null where there are none.</summary>
    public string? Secrets { get; set; }

    /// <summary>Gets or sets the version of all settings with which this one came.</summary>
    public required long Version { get; set; }

    /// <summary>Gets or sets when it was said, in UTC ticks.</summary>
    public required long ChangedAt { get; set; }
}
