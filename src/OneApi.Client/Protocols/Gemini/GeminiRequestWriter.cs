using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Writes the body of generateContent and streamGenerateContent (protocols/gemini.md §2). The model stands in the address, not here.</summary>
internal static class GeminiRequestWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        var extras = GeminiExtras.Of(request);
        var model = GeminiModel.Of(request.Model);

        writer.WriteStartObject();
        if (!extras.Has("systemInstruction"))
        {
            GeminiSystemWriter.Write(writer, request);
        }

        if (!extras.Has("contents"))
        {
            new GeminiContentWriter(writer, request, model).Write();
        }

        GeminiToolWriter.Write(writer, request, extras);
        GeminiConfigWriter.Write(writer, request, extras, model);
        if (request.Options is { } options)
        {
            ReportUnsupported(request, options);
        }

        extras.WriteRest(writer);
        writer.WriteEndObject();
    }

    private static void ReportUnsupported(ChatRequest request, ChatOptions options)
    {
        if (options.ConversationId is not null)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.ConversationId), "This wire keeps no conversations; send the history.");
        }

        if (options.ContinuationToken is not null || options.AllowBackgroundResponses == true)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.AllowBackgroundResponses), "This wire has no background responses.");
        }

        if (options.AllowMultipleToolCalls == false)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.AllowMultipleToolCalls), "Gemini can't be told to call one tool at a time.");
        }
    }
}
