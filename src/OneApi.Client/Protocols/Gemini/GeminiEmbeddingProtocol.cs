using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Embeddings by <c>batchEmbedContents</c> (protocols/gemini.md §9). The answer of Vertex's <c>predict</c> is read too (vertex.md §5).</summary>
internal sealed class GeminiEmbeddingProtocol : EmbeddingProtocol
{
    public override string GetUrl(ProviderEndpoint endpoint, string model) => GeminiModel.Url(endpoint, model, ":batchEmbedContents");

    public override void Write(Utf8JsonWriter writer, EmbeddingRequest request)
    {
        writer.WriteStartObject();
        if (request.Raw?.ContainsKey("requests") != true)
        {
            writer.WriteStartArray("requests"u8);
            foreach (var input in request.Inputs)
            {
                WriteInput(writer, request, input);
            }

            writer.WriteEndArray();
        }

        foreach (var (name, value) in request.Raw ?? [])
        {
            if (name != "model")
            {
                writer.WritePropertyName(name);
                JsonWrite.Node(writer, value);
            }
        }

        writer.WriteEndObject();
    }

    public override GeneratedEmbeddings<Embedding<float>> Read(ReadOnlySpan<byte> body, EmbeddingRequest request) => GeminiEmbeddingReader.Read(body, request);

    private static void WriteInput(Utf8JsonWriter writer, EmbeddingRequest request, string input)
    {
        writer.WriteStartObject();
        writer.WriteString("model"u8, GeminiModel.ResourceName(request.Model));
        writer.WriteStartObject("content"u8);
        writer.WriteStartArray("parts"u8);
        writer.WriteStartObject();
        writer.WriteString("text"u8, input);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();

        // The body has no settings of its own, so those of the caller (taskType, title, …) stand on every request.
        var more = request.Options?.AdditionalProperties;
        if (request.Options?.Dimensions is { } dimensions && more?.ContainsKey("outputDimensionality") != true)
        {
            writer.WriteNumber("outputDimensionality"u8, dimensions);
        }

        foreach (var (name, value) in more ?? [])
        {
            if (name is not ("model" or "content"))
            {
                writer.WritePropertyName(name);
                JsonWrite.Value(writer, value);
            }
        }

        writer.WriteEndObject();
    }
}
