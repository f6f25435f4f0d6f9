using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Spark;

/// <summary>
/// Embeddings (protocols/spark.md §7): a signed POST with one text, which travels as the base64 of a JSON of its own. There are
/// two domains: <c>query</c> for what is looked for, <c>para</c> for what is found. A model of another name means the second.
/// </summary>
internal sealed class SparkEmbeddingProtocol : EmbeddingProtocol
{
    public override string GetUrl(ProviderEndpoint endpoint, string model) => SparkHosts.OfEmbeddings(endpoint) + "/";

    public override void Write(Utf8JsonWriter writer, EmbeddingRequest request)
    {
        var body = request.Raw?.DeepClone().AsObject() ?? [];
        var header = RawObject.Take(body, "header");
        var parameter = RawObject.Take(body, "parameter");
        var payload = RawObject.Take(body, "payload");
        writer.WriteStartObject();
        WriteHeader(writer, request, header);
        WriteParameter(writer, request, parameter);
        WritePayload(writer, request, payload);
        RawObject.WriteMembers(writer, body);
        writer.WriteEndObject();
        if (request.Options?.Dimensions is not null)
        {
            request.Warnings.NotHonoured(nameof(EmbeddingGenerationOptions.Dimensions), "The provider's vectors have one size.");
        }
    }

    public override GeneratedEmbeddings<Embedding<float>> Read(ReadOnlySpan<byte> body, EmbeddingRequest request) => SparkEmbeddingReader.Read(body, request);

    private static void WriteHeader(Utf8JsonWriter writer, EmbeddingRequest request, JsonObject? given)
    {
        writer.WriteStartObject("header"u8);
        if (given?.ContainsKey("app_id") != true)
        {
            writer.WriteString("app_id"u8, request.Endpoint.AppId);
        }

        if (given?.ContainsKey("status") != true)
        {
            writer.WriteNumber("status"u8, 3);
        }

        RawObject.WriteMembers(writer, given);
        writer.WriteEndObject();
    }

    private static void WriteParameter(Utf8JsonWriter writer, EmbeddingRequest request, JsonObject? given)
    {
        var emb = given is null ? null : RawObject.Take(given, "emb");
        foreach (var (name, value) in request.Options?.AdditionalProperties ?? [])
        {
            (emb ??= []).TryAdd(name, RawObject.ToNode(value));
        }

        writer.WriteStartObject("parameter"u8);
        writer.WriteStartObject("emb"u8);
        if (emb?.ContainsKey("domain") != true)
        {
            writer.WriteString("domain"u8, request.Model.Equals("query", StringComparison.OrdinalIgnoreCase) ? "query"u8 : "para"u8);
        }

        if (emb?.ContainsKey("feature") != true)
        {
            writer.WriteStartObject("feature"u8);
            writer.WriteString("encoding"u8, "utf8"u8);
            writer.WriteEndObject();
        }

        RawObject.WriteMembers(writer, emb);
        writer.WriteEndObject();
        RawObject.WriteMembers(writer, given);
        writer.WriteEndObject();
    }

    private static void WritePayload(Utf8JsonWriter writer, EmbeddingRequest request, JsonObject? given)
    {
        writer.WriteStartObject("payload"u8);
        if (given?.ContainsKey("messages") != true && request.Inputs.Count > 0)
        {
            writer.WriteStartObject("messages"u8);
            writer.WriteString("encoding"u8, "utf8"u8);
            writer.WriteString("compress"u8, "raw"u8);
            writer.WriteString("format"u8, "json"u8);
            writer.WriteNumber("status"u8, 3);
            writer.WriteBase64String("text"u8, MessagesOf(request.Inputs[0]));
            writer.WriteEndObject();
        }

        RawObject.WriteMembers(writer, given);
        writer.WriteEndObject();
    }

    private static ReadOnlySpan<byte> MessagesOf(string input)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonWrite.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("messages"u8);
            writer.WriteStartObject();
            writer.WriteString("content"u8, input);
            writer.WriteString("role"u8, "user"u8);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan;
    }
}
