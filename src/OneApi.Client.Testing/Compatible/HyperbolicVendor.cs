namespace OneApi.Client.Testing.Compatible;

/// <summary>Hyperbolic: nothing that OpenAI does not do is known of it.</summary>
internal static class HyperbolicVendor
{
    public static readonly CompatibleVendor Row = new("hyperbolic", "/v1")
    {
        Key = "sk-fake-hyperbolic-0123456789abcdefghijkl",
        HasEmbeddings = false,
    };
}
