using System.Text.Json;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>Writes the body of a generation call (protocols/qwen.md §3): <c>model</c>, <c>input</c>, <c>parameters</c>.</summary>
internal static class DashScopeRequestWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        var extras = DashScopeExtras.Of(request);
        writer.WriteStartObject();
        writer.WriteString("model"u8, request.Model);
        if (!extras.Has("input"))
        {
            writer.WriteStartObject("input"u8);
            if (extras.Input?.ContainsKey("messages") != true && extras.Input?.ContainsKey("prompt") != true)
            {
                DashScopeMessageWriter.Write(writer, request);
            }

            DashScopeExtras.WriteMembers(writer, extras.Input);
            writer.WriteEndObject();
        }

        if (!extras.Has("parameters"))
        {
            writer.WriteStartObject("parameters"u8);
            DashScopeParameterWriter.Write(writer, request, extras);
            DashScopeExtras.WriteMembers(writer, extras.Parameters);
            writer.WriteEndObject();
        }

        extras.WriteRest(writer);
        writer.WriteEndObject();
    }
}
