namespace OneApi.Client.Testing.Compatible;

/// <summary>Any server of OpenAI's wire.</summary>
internal static class OpenAICompatibleVendor
{
    public static readonly CompatibleVendor Row = new("openai-compatible", "/v1")
    {
        Key = "sk-fake-compatible-0123456789abcdefghijkl",
        NeedsKey = false,
        HasEverything = true,
    };
}
