namespace Gateway;

/// <summary>A setting of the host can't be: where it stands, what was found, what would be right.</summary>
internal sealed class SettingException(string message) : Exception(message);
