namespace OneApi.Client.Replay.Tests.Recordings;

/// <summary>The provider id and protocol of the channel through which an exchange is replayed.</summary>
internal sealed record ReplayChannel(string Provider, string? Protocol = null)
{
    /// <summary>Providers with their own authentication or address go through the wire's plain provider.</summary>
    public static ReplayChannel For(Wire wire, string recordedProvider) => wire switch
    {
        Wire.Messages => new("anthropic"),
        Wire.GenerateContent or Wire.GeminiEmbeddings => new("gemini"),
        _ => recordedProvider switch
        {
            "azure" or "bedrock-mantle" or "gemini" or "voyage" => new("openai"),
            "qwen" or "ollama" => new(recordedProvider, "compatible"),
            _ => new(recordedProvider),
        },
    };
}
