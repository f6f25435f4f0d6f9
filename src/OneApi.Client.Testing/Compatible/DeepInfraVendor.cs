namespace OneApi.Client.Testing.Compatible;

/// <summary>DeepInfra: nothing that OpenAI does not do is known of it.</summary>
internal static class DeepInfraVendor
{
    public static readonly CompatibleVendor Row = new("deepinfra", "/v1/openai")
    {
        Key = "sk-fake-deepinfra-0123456789abcdefghijkl",
    };
}
