namespace OneApi.Client.Providers;

/// <summary>Chinese providers through their OpenAI-compatible wires (protocols/other-openai-compatible-cn.md and the vendors' pages).</summary>
internal static class ChineseProviders
{
    public static readonly ProviderDefinition[] All = [];
}
