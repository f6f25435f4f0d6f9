namespace OneApi.Client.EntityFrameworkCore.Model;

/// <summary>The version of all settings: one row, which every change raises first, so that changes come one after the other.</summary>
internal sealed class SettingsVersionRow
{
    /// <summary>The id of the only row.</summary>
    public const int Only = 1;

    public required int Id { get; init; }

    public required long Version { get; init; }
}
