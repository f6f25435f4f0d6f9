namespace OneApi.Client.Providers;

/// <summary>Servers that people run themselves, and anything else that speaks OpenAI's wire (protocols/openai-compatible.md §9).</summary>
internal static class SelfHostedProviders
{
    public static readonly ProviderDefinition[] All =
    [
        new()
        {
            Id = "openai-compatible",
            DisplayName = "OpenAI-compatible server",
            Wires = [new() { Name = "chat-completions", Protocol = "chat-completions", Embeddings = true }],
            RequiresKey = false,
        },
    ];
}
