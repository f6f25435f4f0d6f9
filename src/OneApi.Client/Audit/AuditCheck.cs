namespace OneApi.Client;

/// <summary>What checking the chain of an audit log has found.</summary>
/// <param name="IsWhole">Whether every entry is there, in its place and unchanged.</param>
/// <param name="Entries">How many entries were read.</param>
/// <param name="BrokenAt">The number of the first entry that is missing or was changed; <see langword="null"/> when the chain is whole.</param>
/// <param name="Head">The hash of the newest entry as the log remembers it, empty for an empty log. Kept elsewhere, it proves later that nobody has made the whole chain anew.</param>
public sealed record AuditCheck(bool IsWhole, long Entries, long? BrokenAt, string Head);
