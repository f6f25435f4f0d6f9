namespace OneApi.Client.Authentication;

/// <summary>What a channel holds to prove itself. Never printed, never serialised.</summary>
internal sealed class Credential(string? apiKey)
{
    public static readonly Credential None = new(null);

    public string? ApiKey { get; } = apiKey;

    public override string ToString() => ApiKey is null ? "none" : "***";
}
