namespace OneApi.Client.Protocols;

/// <summary>One change to a top-level member of a JSON object.</summary>
/// <param name="Name">The member.</param>
/// <param name="Value">The JSON that takes the place of its value, or of the whole member where there is none yet; null takes the member out.</param>
/// <param name="OnlyIfMissing">Whether a member that is there stays as it is.</param>
/// <param name="NewName">The name that it has from now on, its value as it came; null where it keeps its own.</param>
internal readonly record struct JsonChange(string Name, byte[]? Value, bool OnlyIfMissing = false, string? NewName = null)
{
    public static JsonChange Set(string name, byte[] value) => new(name, value);

    public static JsonChange Add(string name, byte[] value) => new(name, value, OnlyIfMissing: true);

    public static JsonChange Remove(string name) => new(name, null);

    public static JsonChange Rename(string name, string newName) => new(name, null, NewName: newName);
}
