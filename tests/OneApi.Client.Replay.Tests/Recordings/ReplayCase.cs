namespace OneApi.Client.Replay.Tests.Recordings;

/// <summary>One exchange of a recording, without its bodies.</summary>
/// <param name="Id">The recording's id and the exchange's index: <c>id#index</c>.</param>
internal sealed record ReplayCase(string Id, string File, int Index, string Provider, string Api, string Url, int Status, bool Stream, bool HasJsonRequest)
{
    public bool IsChat => Api is "chat-completions" or "messages" or "generateContent" or "streamGenerateContent";

    public bool IsEmbedding => Api is "embeddings";

    public bool IsImage => Api is "images";

    public Wire Wire => Api switch
    {
        "chat-completions" => Wire.ChatCompletions,
        "messages" => Wire.Messages,
        "generateContent" or "streamGenerateContent" => Wire.GenerateContent,
        "images" => Wire.Images,
        _ => Url.Contains("mbedContent", StringComparison.Ordinal) ? Wire.GeminiEmbeddings : Wire.OpenAIEmbeddings,
    };

    public ReplayChannel Channel => ReplayChannel.For(this);
}
