using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Reads the history (protocols/openai.md §3).</summary>
internal sealed class ChatMessageReader
{
    private readonly ChatCallReader _calls = new();

    public static List<ChatMessage> ReadAll(JsonElement messages)
    {
        var reader = new ChatMessageReader();
        var read = new List<ChatMessage>(messages.GetArrayLength());
        foreach (var message in messages.EnumerateArray())
        {
            var place = $"messages[{read.Count}]";
            read.Add(message.ValueKind == JsonValueKind.Object ? reader.Read(message, place + ".") : throw ChatJson.Wrong(place, "an object", message));
        }

        return read;
    }

    private ChatMessage Read(JsonElement message, string place)
    {
        var role = ChatJson.RequiredText(message, "role", place);
        return role switch
        {
            "tool" => ToolOf(message, ChatJson.RequiredText(message, "tool_call_id", place), place, isOlder: false),
            "function" => ToolOf(message, _calls.OlderIdOf(ChatJson.RequiredText(message, "name", place)), place, isOlder: true),
            "assistant" => AssistantOf(message, place),
            "system" or "developer" => Make(ChatRole.System, message, SaidOf(message, place)),
            "user" => Make(ChatRole.User, message, SaidOf(message, place)),
            _ => throw EndpointException.Invalid(place + "role", $"Invalid value: '{role}'. Supported values are: 'system', 'developer', 'user', 'assistant', 'tool', and 'function'."),
        };
    }

    private static List<AIContent> SaidOf(JsonElement message, string place) =>
        ChatJson.Member(message, "content") is null ? throw ChatJson.Missing(place + "content") : ChatPartReader.Read(message, place);

    private static ChatMessage ToolOf(JsonElement message, string callId, string place, bool isOlder)
    {
        var contents = ChatPartReader.Read(message, place);
        object? said = contents.TrueForAll(static content => content is TextContent) ? string.Concat(contents.Select(static content => ((TextContent)content).Text)) : contents;
        var result = new FunctionResultContent(callId, said);
        var others = result.AdditionalProperties;
        ChatMembers.Keep(ref others, message, name => name is "role" or "content" or "tool_call_id" || (isOlder && name == "name"));
        result.AdditionalProperties = others;
        return new(ChatRole.Tool, [result]);
    }

    private ChatMessage AssistantOf(JsonElement message, string place)
    {
        var contents = ChatPartReader.Read(message, place);
        if ((ChatJson.Member(message, "reasoning_content") ?? ChatJson.Member(message, "reasoning")) is { ValueKind: JsonValueKind.String } thoughts && thoughts.GetString() is { Length: > 0 } text)
        {
            contents.Insert(0, new TextReasoningContent(text));
        }

        if (ChatJson.Text(message, "refusal", place) is { } refusal)
        {
            contents.Add(new ErrorContent(refusal) { ErrorCode = "Refusal" });
        }

        _calls.Read(message, place, contents);
        return Make(ChatRole.Assistant, message, contents);
    }

    private static ChatMessage Make(ChatRole role, JsonElement message, List<AIContent> contents)
    {
        var made = new ChatMessage(role, contents) { AuthorName = ChatJson.Member(message, "name") is { ValueKind: JsonValueKind.String } name ? name.GetString() : null };
        var others = made.AdditionalProperties;
        ChatMembers.Keep(
            ref others,
            message,
            role == ChatRole.Assistant
                ? static name => name is "role" or "content" or "name" or "tool_calls" or "function_call" or "refusal" or "reasoning_content" or "reasoning"
                : static name => name is "role" or "content" or "name");
        made.AdditionalProperties = others;
        return made;
    }
}
