namespace OneApi.Client.Testing.Compatible;

/// <summary>Novita: nothing that OpenAI does not do is known of it.</summary>
internal static class NovitaVendor
{
    public static readonly CompatibleVendor Row = new("novita", "/v3/openai")
    {
        Key = "sk-fake-novita-0123456789abcdefghijkl",
    };
}
