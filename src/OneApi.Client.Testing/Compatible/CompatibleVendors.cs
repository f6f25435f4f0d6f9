namespace OneApi.Client.Testing.Compatible;

/// <summary>The vendors whose wire is OpenAI's.</summary>
internal static class CompatibleVendors
{
    public static readonly CompatibleVendor[] All =
    [
        GroqVendor.Row,
        XAIVendor.Row,
        OpenRouterVendor.Row,
        PerplexityVendor.Row,
        CerebrasVendor.Row,
        TogetherVendor.Row,
        FireworksVendor.Row,
        NvidiaVendor.Row,
        CloudflareVendor.Row,
        HuggingFaceVendor.Row,
        GitHubModelsVendor.Row,
        DeepInfraVendor.Row,
        NebiusVendor.Row,
        SambaNovaVendor.Row,
        NovitaVendor.Row,
        HyperbolicVendor.Row,
        OpenAICompatibleVendor.Row,
        VLlmVendor.Row,
        LlamaCppVendor.Row,
        LMStudioVendor.Row,
        GpuStackVendor.Row,
        OllamaVendor.Row,
        CohereVendor.Row,
        MistralVendor.Row,
    ];
}
