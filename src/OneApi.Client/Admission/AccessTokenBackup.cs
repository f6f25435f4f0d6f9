namespace OneApi.Client.Admission;

/// <summary>The file of an export.</summary>
internal sealed record AccessTokenBackup
{
    public const string KnownFormat = "oneapi-access-tokens";
    public const int KnownVersion = 1;

    public string? Format { get; init; }

    public int Version { get; init; }

    public DateTimeOffset ExportedAt { get; init; }

    /// <summary>Gets the fingerprint of the pepper under which the keys are hashed.</summary>
    public string? Pepper { get; init; }

    public IReadOnlyList<AccessTokenBackupEntry?>? Tokens { get; init; }
}
