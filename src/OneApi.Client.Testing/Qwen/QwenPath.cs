namespace OneApi.Client.Testing.Qwen;

/// <summary>DashScope's paths, and which of its two surfaces a request is for.</summary>
internal static class QwenPath
{
    public const string Text = "/api/v1/services/aigc/text-generation/generation";
    public const string Multimodal = "/api/v1/services/aigc/multimodal-generation/generation";
    public const string Embeddings = "/api/v1/services/embeddings/text-embedding/text-embedding";
    public const string Compatible = "/compatible-mode/v1";

    public static bool IsCompatible(FakeRequest request) => request.Path.StartsWith(Compatible + "/", StringComparison.Ordinal);

    public static bool IsMultimodal(FakeRequest request) => request.Path == Multimodal;

    /// <summary>Natively a stream is chosen by header alone; either of the two is enough.</summary>
    public static bool AsksForEvents(FakeRequest request)
        => request.Headers.GetValueOrDefault("X-DashScope-SSE") == "enable"
            || request.Headers.GetValueOrDefault("Accept")?.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;
}
