namespace OneApi.Client.Testing.Compatible;

/// <summary>Nebius: nothing that OpenAI does not do is known of it.</summary>
internal static class NebiusVendor
{
    public static readonly CompatibleVendor Row = new("nebius", "/v1")
    {
        Key = "sk-fake-nebius-0123456789abcdefghijkl",
    };
}
