using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>The action <c>GetEmbedding</c> (protocols/hunyuan.md §9): no model to choose, 1024 dimensions, 50 texts a call.</summary>
internal sealed class HunyuanEmbeddingProtocol : EmbeddingProtocol
{
    private const int Dimensions = 1024;

    public override string GetUrl(ProviderEndpoint endpoint, string model) => HunyuanAction.UrlOf(endpoint);

    public override IEnumerable<KeyValuePair<string, string>> GetHeaders(EmbeddingRequest request) => HunyuanAction.HeadersOf("GetEmbedding", request.Endpoint);

    public override void Write(Utf8JsonWriter writer, EmbeddingRequest request)
    {
        var raw = new RawMembers(request.Raw, request.Options?.AdditionalProperties);
        writer.WriteStartObject();
        if (!raw.Has("InputList") && !raw.Has("Input"))
        {
            writer.WriteStartArray("InputList"u8);
            foreach (var input in request.Inputs)
            {
                writer.WriteStringValue(input);
            }

            writer.WriteEndArray();
        }

        if (request.Options?.Dimensions is not (null or Dimensions))
        {
            request.Warnings.NotHonoured(nameof(EmbeddingGenerationOptions.Dimensions), "The provider's vectors have 1024 dimensions.");
        }

        raw.WriteAll(writer, "model", "Model");
        writer.WriteEndObject();
    }

    public override GeneratedEmbeddings<Embedding<float>> Read(ReadOnlySpan<byte> body, EmbeddingRequest request) => HunyuanEmbeddingReader.Read(body, request);
}
