namespace OneApi.Client.Protocols.Spark;

/// <summary>What one version of the model is called, where it is served and what it takes (protocols/spark.md §1, §4).</summary>
/// <param name="Names">The names by which it is known here, the one on the wire (<c>domain</c>) first.</param>
/// <param name="Path">Its path: domain and path must belong together.</param>
/// <param name="TakesSystem">Whether a system message is taken; else it is sent as the user's.</param>
/// <param name="MaxTokens">The most that <c>max_tokens</c> may be, or null where the page names none.</param>
internal sealed record SparkModel(string[] Names, string Path, bool TakesSystem, int? MaxTokens)
{
    private static readonly SparkModel[] All =
    [
        new(["lite", "spark-lite"], "/v1.1/chat", TakesSystem: false, 4096),
        new(["general"], "/v1.1/chat", TakesSystem: false, 4096),
        new(["generalv2", "spark-v2"], "/v2.1/chat", TakesSystem: false, null),
        new(["generalv3", "spark-pro"], "/v3.1/chat", TakesSystem: false, 8192),
        new(["pro-128k", "spark-pro-128k"], "/chat/pro-128k", TakesSystem: true, 4096),
        new(["generalv3.5", "spark-max"], "/v3.5/chat", TakesSystem: true, 8192),
        new(["max-32k", "spark-max-32k"], "/chat/max-32k", TakesSystem: true, 8192),
        new(["4.0Ultra", "spark-ultra"], "/v4.0/chat", TakesSystem: true, 8192),
        new(["x1", "spark-x1"], "/v1/x1", TakesSystem: false, 32768),
        new(["spark-x", "spark-x1.5"], "/v1/x1", TakesSystem: false, 65535),
        new(["image"], "/v2.1/image", TakesSystem: false, null) { SeesImages = true },
        new(["imagev3"], "/v2.1/image", TakesSystem: false, null) { SeesImages = true },
    ];

    /// <summary>Gets the name on the wire.</summary>
    public string Domain => Names[0];

    /// <summary>Gets a value indicating whether it is served at the image service, and takes an image.</summary>
    public bool SeesImages { get; private init; }

    /// <summary>The model of a name; one that is not known has the name as its domain, and the path of the version that the channel asks for.</summary>
    /// <exception cref="OneApiException">Nobody knows its path.</exception>
    public static SparkModel Of(ProviderEndpoint endpoint, string name)
    {
        foreach (var model in All)
        {
            if (Array.Exists(model.Names, known => known.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                return model;
            }
        }

        return endpoint.ApiVersion is { Length: > 0 } version
            ? new([name], $"/{version}/chat", TakesSystem: true, null)
            : throw ProviderFaults.Of(endpoint, OneApiErrorKind.ModelNotFound, "No path is known for this model. Set the channel's ApiVersion, such as 'v4.0'.");
    }
}
