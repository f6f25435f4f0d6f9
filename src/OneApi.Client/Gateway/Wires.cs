namespace OneApi.Client;

/// <summary>The wires in which a <see cref="WireRequest"/> may be written.</summary>
public static class Wires
{
    /// <summary>OpenAI's chat completions.</summary>
    public const string ChatCompletions = "chat-completions";

    /// <summary>Anthropic's messages.</summary>
    public const string Messages = "messages";

    /// <summary>OpenAI's embeddings.</summary>
    public const string Embeddings = "embeddings";
}
