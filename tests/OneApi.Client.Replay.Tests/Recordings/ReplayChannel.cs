namespace OneApi.Client.Replay.Tests.Recordings;

/// <summary>The channel through which an exchange is replayed: the vendor's own row, at the vendor's own address but for the host.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="Protocol">The wire, where the address alone does not tell.</param>
/// <param name="BasePath">What stands behind the host in the channel's base address.</param>
/// <param name="ApiVersion">The version of the API that the exchange named, where the channel must name it too.</param>
/// <param name="IsWholeAddress">Whether path and query of the replayed call must be the recorded ones; else only the path's end.</param>
internal sealed record ReplayChannel(string Provider, string? Protocol = null, string BasePath = "", string? ApiVersion = null, bool IsWholeAddress = false)
{
    public static ReplayChannel For(ReplayCase one) => one.Wire switch
    {
        Wire.Messages => new("anthropic"),
        Wire.GenerateContent or Wire.GeminiEmbeddings => new("gemini"),
        _ => one.Provider switch
        {
            "azure" => Azure(new Uri(one.Url)),

            // Their answers are OpenAI's, and no row of the catalogue is at these addresses: Bedrock's and Google's layers for OpenAI's clients, and Voyage.
            "bedrock-mantle" or "gemini" or "voyage" => new("openai", BasePath: BasePathOf(one.Url), IsWholeAddress: true),
            "ollama" => new("ollama", "compatible", BasePathOf(one.Url), IsWholeAddress: true),

            // Qwen's wire is told by the address.
            _ => new(one.Provider, BasePath: BasePathOf(one.Url), IsWholeAddress: true),
        },
    };

    /// <summary>The bare host is configured: what is behind it is the row's to know, but for Foundry, which only its name tells from v1.</summary>
    private static ReplayChannel Azure(Uri url)
    {
        var version = url.Query.Split("api-version=") is [_, var named] ? named : null;
        return url.AbsolutePath.StartsWith("/models/", StringComparison.Ordinal)
            ? new("azure", "foundry", IsWholeAddress: true) // its default version is the recorded one
            : new("azure", ApiVersion: version, IsWholeAddress: true);
    }

    private static string BasePathOf(string url)
    {
        var path = new Uri(url).AbsolutePath;
        var operation = new[] { "/chat/completions", "/embeddings", "/images/generations", "/images/edits" }.FirstOrDefault(one => path.EndsWith(one, StringComparison.Ordinal));
        return operation is null ? "" : path[..^operation.Length];
    }
}
