using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.MiniMax;

/// <summary>MiniMax's embeddings, which have a shape of their own (protocols/minimax.md §10). Its chat speaks OpenAI's wire.</summary>
internal sealed class MiniMaxEmbeddingProtocol : EmbeddingProtocol
{
    /// <summary>A key that belongs to a group wants its id in the address; newer keys know theirs.</summary>
    public override string GetUrl(ProviderEndpoint endpoint, string model) => string.IsNullOrEmpty(endpoint.AppId)
        ? endpoint.BaseUrl + "/embeddings"
        : endpoint.BaseUrl + "/embeddings?GroupId=" + Uri.EscapeDataString(endpoint.AppId);

    public override void Write(Utf8JsonWriter writer, EmbeddingRequest request)
    {
        var raw = new RawMembers(request.Raw, request.Options?.AdditionalProperties);
        writer.WriteStartObject();
        writer.WriteString("model"u8, request.Model);
        if (!raw.Has("texts"))
        {
            writer.WriteStartArray("texts"u8);
            foreach (var input in request.Inputs)
            {
                writer.WriteStringValue(input);
            }

            writer.WriteEndArray();
        }

        if (!raw.Has("type"))
        {
            writer.WriteString("type"u8, "db"u8); // what is stored; a question that looks for it says "query"
        }

        if (request.Options?.Dimensions is not null)
        {
            request.Warnings.NotHonoured(nameof(EmbeddingGenerationOptions.Dimensions), "The model has one size only.");
        }

        raw.WriteAll(writer, "model");
        writer.WriteEndObject();
    }

    public override GeneratedEmbeddings<Embedding<float>> Read(ReadOnlySpan<byte> body, EmbeddingRequest request)
    {
        try
        {
            return MiniMaxEmbeddingReader.Read(body, request);
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            throw new JsonException("A value of the answer is not readable.", error);
        }
    }
}
