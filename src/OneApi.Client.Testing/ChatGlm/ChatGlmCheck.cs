using System.Text.Json;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.ChatGlm;

/// <summary>What the server refuses, and what breaks it.</summary>
internal static class ChatGlmCheck
{
    public static void Check(JsonElement body)
    {
        if (body.Member("model").TextOrNull() is null || !body.Member("messages").IsArray())
        {
            throw RequestRefusedException.Invalid("Field required", "model", "422");
        }

        var role = "assistant";

        foreach (var message in body.Member("messages").Items())
        {
            role = message.Member("role").TextOrNull();
            CheckMessage(message, role);
        }

        if (role is "assistant")
        {
            throw RequestRefusedException.Invalid("Invalid request");
        }
    }

    private static void CheckMessage(JsonElement message, string? role)
    {
        if (role is not ("system" or "user" or "assistant" or "function"))
        {
            throw RequestRefusedException.Invalid("Input should be 'user', 'assistant', 'system' or 'function'", "role", "422");
        }

        if (message.Member("content").TextOrNull() is not { } content)
        {
            throw RequestRefusedException.Invalid("Input should be a valid string", "content", "422");
        }

        // The server splits the text at a line break, and falls over where there is none.
        if (role is "assistant" && message.Member("function_call").Exists() && !content.Contains('\n', StringComparison.Ordinal))
        {
            throw new RequestRefusedException(WireErrorKind.ServerError, null, null, null);
        }
    }
}
