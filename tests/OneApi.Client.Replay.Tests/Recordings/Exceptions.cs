namespace OneApi.Client.Replay.Tests.Recordings;

/// <summary>The exchanges that can't be replayed through a wire's plain provider, each with the reason. They are never counted as passed.</summary>
internal static class Exceptions
{
    private const string AwsEventStream = "The answer is Bedrock's InvokeModelWithResponseStream: binary AWS event-stream frames (bedrock.md), not server-sent events; the Messages wire has no reader for them.";

    private const string BedrockCohere = "Cohere's embedding shape behind Bedrock InvokeModel ({\"texts\"} → {\"embeddings\": rows or by type}): neither OpenAI's nor Gemini's.";

    private const string Nova = "Amazon Nova's own embedding shape behind Bedrock InvokeModel: neither OpenAI's nor Gemini's.";

    private const string Titan = "Amazon Titan's own embedding shape behind Bedrock InvokeModel ({\"inputText\"} → {\"embedding\",\"inputTextTokenCount\"}): neither OpenAI's nor Gemini's.";

    private const string Cohere = "Cohere's own /v2/embed ({\"texts\"} → {\"embeddings\":{\"float\"}}): neither OpenAI's nor Gemini's.";

    private const string OllamaNative = "Ollama's native /api/embeddings ({\"prompt\"} → {\"embedding\"}): neither OpenAI's nor Gemini's.";

    private const string Int8 = "Perplexity answers base64 of signed bytes (base64_int8), which no member of the body tells from OpenAI's base64 of 32-bit floats.";

    private const string OpenRouterImages = "OpenRouter's own /images ({\"input_references\"} → {\"data\"}): not OpenAI's /images/generations, and described by no page.";

    private const string VertexPredict = "Vertex's own :predict ({\"instances\"} → {\"predictions\"}, vertex.md §5): neither OpenAI's nor Gemini's embedContent.";

    /// <summary><c>id#index</c> → reason.</summary>
    public static IReadOnlyDictionary<string, string> Reasons { get; } = new Dictionary<string, string>
    {
        ["bedrock.otel.anthropic-anthropic-3-completion-streaming#0"] = AwsEventStream,
        ["bedrock.pai.embeddings-testbedrock-test-cohere-v3-minimal#0"] = BedrockCohere,
        ["bedrock.pai.embeddings-testbedrock-test-cohere-v3-with-base-truncate#0"] = BedrockCohere,
        ["bedrock.pai.embeddings-testbedrock-test-cohere-v3-with-input-type#0"] = BedrockCohere,
        ["bedrock.pai.embeddings-testbedrock-test-cohere-v4-minimal#0"] = BedrockCohere,
        ["bedrock.pai.embeddings-testbedrock-test-cohere-v4-with-input-type#0"] = BedrockCohere,
        ["bedrock.pai.embeddings-testbedrock-test-cohere-v4-with-truncate-start#0"] = BedrockCohere,
        ["bedrock.pai.embeddings-testbedrock-test-cohere-v4-with-truncate#0"] = BedrockCohere,
        ["bedrock.pai.embeddings-testbedrock-test-nova-minimal#0"] = Nova,
        ["bedrock.pai.embeddings-testbedrock-test-nova-with-truncate-start#0"] = Nova,
        ["bedrock.pai.embeddings-testbedrock-test-titan-v2-multiple-texts#0"] = Titan,
        ["bedrock.pai.embeddings-testbedrock-test-titan-v2-multiple-texts#1"] = Titan,
        ["bedrock.rl.embedding-basic-functionality-bedrock-amazon-titan-embed-text-v2-0-can-handle-a-sin-c57639#0"] = Titan,
        ["bedrock.rl.embedding-basic-functionality-bedrock-amazon-titan-embed-text-v2-0-can-handle-multi-d00414#0"] = Titan,
        ["bedrock.rl.embedding-basic-functionality-bedrock-amazon-titan-embed-text-v2-0-can-handle-multi-d00414#1"] = Titan,
        ["bedrock.rl.embedding-basic-functionality-bedrock-amazon-titan-embed-text-v2-0-can-handle-multi-d00414#2"] = Titan,
        ["bedrock.rl.embedding-bedrock-embedding-dialects-bedrock-us-cohere-embed-v4-0-embeds-multiple-t-8a271d#0"] = BedrockCohere,
        ["cohere.otel.embed-cohere-v2-embed-legacy-async#0"] = Cohere,
        ["cohere.otel.embed-cohere-v2-embed-legacy#0"] = Cohere,
        ["cohere.rl.embedding-basic-functionality-cohere-embed-v4-0-can-handle-multiple-texts-with-cust-cbb3b8#0"] = Cohere,
        ["cohere.rl.embedding-basic-functionality-cohere-embed-v4-0-can-handle-multiple-texts#0"] = Cohere,
        ["cohere.rl.embedding-basic-functionality-cohere-embed-v4-0-handles-single-string-arrays-consistently#0"] = Cohere,
        ["ollama.otel.embeddings-ollama-embeddings-legacy#0"] = OllamaNative,
        ["openrouter.rl.image-edit-functionality-with-openrouter-reference-images-openrouter-google-gemini-fbf82c#0"] = OpenRouterImages,
        ["perplexity.rl.embedding-perplexity-int8-embeddings-perplexity-pplx-embed-v1-0-6b-decodes-a-single-1cfccf#0"] = Int8,
        ["vertex.pai.embeddings-testgoogle-test-vertex-query#0"] = VertexPredict,
        ["vertex.rl.embedding-basic-functionality-vertexai-text-embedding-004-can-handle-a-single-text#0"] = VertexPredict,
        ["vertex.rl.embedding-basic-functionality-vertexai-text-embedding-004-can-handle-multiple-texts-22fccc#0"] = VertexPredict,
    };
}
