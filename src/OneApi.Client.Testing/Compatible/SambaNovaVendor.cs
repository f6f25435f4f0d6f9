namespace OneApi.Client.Testing.Compatible;

/// <summary>SambaNova: nothing that OpenAI does not do is known of it.</summary>
internal static class SambaNovaVendor
{
    public static readonly CompatibleVendor Row = new("sambanova", "/v1")
    {
        Key = "sk-fake-sambanova-0123456789abcdefghijkl",
    };
}
