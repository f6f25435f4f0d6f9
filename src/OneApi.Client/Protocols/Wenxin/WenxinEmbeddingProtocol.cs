using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>Text embeddings (protocols/wenxin.md §10): an address per model, the vectors in OpenAI's shape, errors in Baidu's.</summary>
internal sealed class WenxinEmbeddingProtocol : EmbeddingProtocol
{
    private const string User = "user";
    private readonly OpenAIEmbeddingProtocol _shape = new();

    public override string GetUrl(ProviderEndpoint endpoint, string model) =>
        $"{endpoint.BaseUrl}{WenxinChatProtocol.BasePath}embeddings/{Uri.EscapeDataString(WenxinModels.EndpointOf(model))}";

    public override void Write(Utf8JsonWriter writer, EmbeddingRequest request)
    {
        var additional = request.Options?.AdditionalProperties;
        var raw = new RawMembers(request.Raw, additional, User);
        writer.WriteStartObject();
        if (!raw.Has("input"))
        {
            writer.WriteStartArray("input"u8);
            foreach (var input in request.Inputs)
            {
                writer.WriteStringValue(input);
            }

            writer.WriteEndArray();
        }

        if (additional?.TryGetValue(User, out var user) == true && !raw.Has("user_id"))
        {
            writer.WritePropertyName("user_id"u8);
            JsonWrite.Value(writer, user);
        }

        if (request.Options?.Dimensions is not null)
        {
            request.Warnings.NotHonoured(nameof(EmbeddingGenerationOptions.Dimensions), "The provider's vectors have the size that their model gives them.");
        }

        raw.WriteAll(writer, "model");
        writer.WriteEndObject();
    }

    public override GeneratedEmbeddings<Embedding<float>> Read(ReadOnlySpan<byte> body, EmbeddingRequest request)
    {
        if (HasError(body) && WenxinErrorReader.Thrown(request.Endpoint, 200, body) is { } thrown)
        {
            throw thrown;
        }

        return _shape.Read(body, request);
    }

    private static bool HasError(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("error_code"u8))
            {
                return true;
            }

            reader.Read();
            reader.Skip();
        }

        return false;
    }
}
