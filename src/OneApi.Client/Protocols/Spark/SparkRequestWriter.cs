using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OneApi.Client.Protocols.Spark;

/// <summary>Writes the one message of a call (protocols/spark.md §4): <c>header</c>, <c>parameter</c>, <c>payload</c>.</summary>
internal static class SparkRequestWriter
{
    private const int MaxUserLength = 32;

    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        var extras = SparkExtras.Of(request);
        var model = SparkModel.Of(request.Endpoint, request.Model);
        writer.WriteStartObject();
        WriteHeader(writer, request, extras);
        writer.WriteStartObject("parameter"u8);
        writer.WriteStartObject("chat"u8);
        SparkParameterWriter.Write(writer, request, model, extras);
        RawObject.WriteMembers(writer, extras.Chat);
        writer.WriteEndObject();
        extras.WriteParameters(writer);
        writer.WriteEndObject();
        WritePayload(writer, request, model, extras);
        extras.WriteRest(writer);
        writer.WriteEndObject();
    }

    private static void WriteHeader(Utf8JsonWriter writer, ChatRequest request, SparkExtras extras)
    {
        writer.WriteStartObject("header"u8);
        if (!extras.HasHeader("app_id"))
        {
            writer.WriteString("app_id"u8, request.Endpoint.AppId);
        }

        if (extras.User is { } user && !extras.HasHeader("uid"))
        {
            writer.WriteString("uid"u8, UidOf(user));
        }

        RawObject.WriteMembers(writer, extras.Header);
        writer.WriteEndObject();
    }

    private static void WritePayload(Utf8JsonWriter writer, ChatRequest request, SparkModel model, SparkExtras extras)
    {
        writer.WriteStartObject("payload"u8);
        if (!extras.HasPayload("message"))
        {
            SparkMessageWriter.Write(writer, request, model);
        }

        if (!extras.HasPayload("functions"))
        {
            SparkFunctionWriter.Write(writer, request);
        }

        RawObject.WriteMembers(writer, extras.Payload);
        writer.WriteEndObject();
    }

    /// <summary>At most 32 characters; of a longer name the first half of its hash, which is as much its own.</summary>
    private static string UidOf(string user) =>
        user.Length <= MaxUserLength ? user : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(user)).AsSpan(0, MaxUserLength / 2));
}
