using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Text embeddings (protocols/qwen.md §13).</summary>
internal sealed class DashScopeEmbeddingProtocol : EmbeddingProtocol
{
    public override string GetUrl(ProviderEndpoint endpoint, string model) => endpoint.BaseUrl + "/api/v1/services/embeddings/text-embedding/text-embedding";

    public override void Write(Utf8JsonWriter writer, EmbeddingRequest request)
    {
        var extras = DashScopeExtras.Of(request.Raw, request.Options?.AdditionalProperties);
        writer.WriteStartObject();
        writer.WriteString("model"u8, request.Model);
        if (!extras.Has("input"))
        {
            writer.WriteStartObject("input"u8);
            WriteTexts(writer, request, extras);
            DashScopeExtras.WriteMembers(writer, extras.Input);
            writer.WriteEndObject();
        }

        WriteParameters(writer, request, extras);
        extras.WriteRest(writer);
        writer.WriteEndObject();
    }

    public override GeneratedEmbeddings<Embedding<float>> Read(ReadOnlySpan<byte> body, EmbeddingRequest request) => DashScopeEmbeddingReader.Read(body, request);

    private static void WriteTexts(Utf8JsonWriter writer, EmbeddingRequest request, DashScopeExtras extras)
    {
        if (extras.Input?.ContainsKey("texts") == true)
        {
            return;
        }

        writer.WriteStartArray("texts"u8);
        foreach (var input in request.Inputs)
        {
            writer.WriteStringValue(input);
        }

        writer.WriteEndArray();
    }

    private static void WriteParameters(Utf8JsonWriter writer, EmbeddingRequest request, DashScopeExtras extras)
    {
        var dimensions = extras.HasParameter("dimension") ? null : request.Options?.Dimensions;
        if (extras.Has("parameters") || (dimensions is null && extras.Parameters is null))
        {
            return;
        }

        writer.WriteStartObject("parameters"u8);
        if (dimensions is { } count)
        {
            writer.WriteNumber("dimension"u8, count);
        }

        DashScopeExtras.WriteMembers(writer, extras.Parameters);
        writer.WriteEndObject();
    }
}
