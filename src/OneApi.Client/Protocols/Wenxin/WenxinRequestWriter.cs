using System.Text.Json;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>Writes the body of a chat call (protocols/wenxin.md §3). The model stands in the address, never in the body.</summary>
internal static class WenxinRequestWriter
{
    /// <summary>OpenAI's word for <c>user_id</c>.</summary>
    private const string User = "user";

    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        var additional = request.Options?.AdditionalProperties;
        var raw = new RawMembers(request.Raw, additional, User, OpenAI.OpenAISchema.StrictProperty);
        writer.WriteStartObject();
        if (!raw.Has("messages"))
        {
            WenxinMessageWriter.Write(writer, request);
        }

        if (!raw.Has("system"))
        {
            WenxinSystem.Write(writer, request);
        }

        if (request.Streaming)
        {
            writer.WriteBoolean("stream"u8, true);
        }

        if (additional?.TryGetValue(User, out var user) == true && !raw.Has("user_id"))
        {
            writer.WritePropertyName("user_id"u8);
            JsonWrite.Value(writer, user);
        }

        if (request.Options is { } options)
        {
            WenxinSettingWriter.Write(writer, request, options, raw);
            WenxinToolWriter.Write(writer, request, options, raw);
        }

        raw.WriteAll(writer, "model", "stream");
        writer.WriteEndObject();
    }
}
