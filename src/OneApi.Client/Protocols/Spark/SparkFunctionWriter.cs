using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.Spark;

/// <summary>Writes functions as bare objects (protocols/spark.md §4). The wire has no choice among them, and an answer makes one call at most.</summary>
internal static class SparkFunctionWriter
{
    public static void Write(Utf8JsonWriter writer, ChatRequest request)
    {
        if (request.Options?.Tools is not { Count: > 0 } tools || request.Options.ToolMode is NoneChatToolMode)
        {
            return; // it can't be told to leave them alone, so it does not get them
        }

        var isOpen = false;
        foreach (var tool in tools)
        {
            switch (tool)
            {
                case HostedWebSearchTool:
                    break; // among the parameters
                case AIFunctionDeclaration when !request.Profile.Tools:
                    request.Warnings.NotHonoured(nameof(ChatOptions.Tools), "This model takes no functions.");
                    break;
                case AIFunctionDeclaration function:
                    Open(writer, ref isOpen);
                    WriteFunction(writer, function);
                    break;
                default:
                    request.Warnings.NotHonoured(nameof(ChatOptions.Tools), $"There is no place here for a tool of type {tool.GetType().Name}.");
                    break;
            }
        }

        if (isOpen)
        {
            writer.WriteEndArray();
            writer.WriteEndObject();
            ReportChoice(request);
        }
    }

    private static void Open(Utf8JsonWriter writer, ref bool isOpen)
    {
        if (!isOpen)
        {
            isOpen = true;
            writer.WriteStartObject("functions"u8);
            writer.WriteStartArray("text"u8);
        }
    }

    private static void WriteFunction(Utf8JsonWriter writer, AIFunctionDeclaration function)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, function.Name);
        if (!string.IsNullOrEmpty(function.Description))
        {
            writer.WriteString("description"u8, function.Description);
        }

        writer.WritePropertyName("parameters"u8);
        OpenAISchema.WriteParameters(writer, function.JsonSchema, keepKeyword: true);
        writer.WriteEndObject();
    }

    private static void ReportChoice(ChatRequest request)
    {
        if (request.Options!.ToolMode is RequiredChatToolMode)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.ToolMode), "The provider can't be told that a tool must be called.");
        }

        if (request.Options.AllowMultipleToolCalls == true)
        {
            request.Warnings.NotHonoured(nameof(ChatOptions.AllowMultipleToolCalls), "An answer of the provider makes one call at most.");
        }
    }
}
