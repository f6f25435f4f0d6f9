namespace OneApi.Client.Settings;

/// <summary>A stored setting that can't be in force, and all that is wrong with it.</summary>
internal sealed record SettingFault(StoredSetting Setting, IReadOnlyList<string> Errors);
