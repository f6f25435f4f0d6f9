using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Reads the history (protocols/openai.md §3).</summary>
internal static class ChatMessageReader
{
    public static List<ChatMessage> ReadAll(JsonElement messages)
    {
        var read = new List<ChatMessage>(messages.GetArrayLength());
        foreach (var message in messages.EnumerateArray())
        {
            var place = $"messages[{read.Count}]";
            read.Add(message.ValueKind == JsonValueKind.Object ? Read(message, place + ".") : throw ChatJson.Wrong(place, "an object", message));
        }

        return read;
    }

    private static ChatMessage Read(JsonElement message, string place)
    {
        var role = ChatJson.RequiredText(message, "role", place);
        return role switch
        {
            "tool" => ToolOf(message, ChatJson.RequiredText(message, "tool_call_id", place), place),
            "function" => ToolOf(message, "call_" + ChatJson.RequiredText(message, "name", place), place),
            "assistant" => AssistantOf(message, place),
            "system" or "developer" => Make(ChatRole.System, message, ChatPartReader.Read(message, place)),
            "user" => Make(ChatRole.User, message, ChatPartReader.Read(message, place)),
            _ => throw EndpointException.Invalid(place + "role", $"Invalid value: '{role}'. Supported values are: 'system', 'developer', 'user', 'assistant', 'tool', and 'function'."),
        };
    }

    private static ChatMessage ToolOf(JsonElement message, string callId, string place)
    {
        var contents = ChatPartReader.Read(message, place);
        object? result = contents.TrueForAll(static content => content is TextContent) ? string.Concat(contents.Select(static content => ((TextContent)content).Text)) : contents;
        return new(ChatRole.Tool, [new FunctionResultContent(callId, result)]);
    }

    private static ChatMessage AssistantOf(JsonElement message, string place)
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

        ReadCalls(message, place, contents);
        return Make(ChatRole.Assistant, message, contents);
    }

    private static void ReadCalls(JsonElement message, string place, List<AIContent> contents)
    {
        if (ChatJson.Object(message, "function_call", place) is { } older)
        {
            var name = ChatJson.RequiredText(older, "name", place + "function_call.");
            contents.Add(CallOf("call_" + name, name, ChatJson.Text(older, "arguments", place + "function_call.")));
        }

        if (ChatJson.Array(message, "tool_calls", place) is not { } calls)
        {
            return;
        }

        var i = 0;
        foreach (var call in calls.EnumerateArray())
        {
            var at = $"{place}tool_calls[{i++}]";
            if (call.ValueKind != JsonValueKind.Object)
            {
                throw ChatJson.Wrong(at, "an object", call);
            }

            var id = ChatJson.RequiredText(call, "id", at + ".");
            if (ChatJson.Object(call, "custom", at + ".") is { } custom)
            {
                contents.Add(new FunctionCallContent(id, ChatJson.RequiredText(custom, "name", at + ".custom."), new Dictionary<string, object?> { ["input"] = ChatJson.Text(custom, "input", at + ".custom.") }));
                continue;
            }

            var function = ChatJson.Object(call, "function", at + ".") ?? throw ChatJson.Missing(at + ".function");
            contents.Add(CallOf(id, ChatJson.RequiredText(function, "name", at + ".function."), ChatJson.Text(function, "arguments", at + ".function.")));
        }
    }

    /// <summary>Arguments that are no JSON object go back as they came.</summary>
    private static FunctionCallContent CallOf(string id, string name, string? arguments)
    {
        if (string.IsNullOrWhiteSpace(arguments))
        {
            return new(id, name, new Dictionary<string, object?>());
        }

        try
        {
            var parsed = JsonElement.Parse(Encoding.UTF8.GetBytes(arguments));
            if (parsed.ValueKind == JsonValueKind.Object)
            {
                var values = new Dictionary<string, object?>();
                foreach (var member in parsed.EnumerateObject())
                {
                    values[member.Name] = member.Value.ValueKind == JsonValueKind.Null ? null : member.Value;
                }

                return new(id, name, values);
            }
        }
        catch (JsonException)
        {
            // As it is.
        }

        return new(id, name) { Exception = new InvalidOperationException("The arguments are not a JSON object."), RawRepresentation = arguments };
    }

    private static ChatMessage Make(ChatRole role, JsonElement message, List<AIContent> contents)
    {
        var made = new ChatMessage(role, contents) { AuthorName = ChatJson.Member(message, "name") is { ValueKind: JsonValueKind.String } name ? name.GetString() : null };
        foreach (var member in message.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null
                && member.Name is not ("role" or "content" or "name" or "tool_calls" or "tool_call_id" or "function_call" or "refusal" or "reasoning_content" or "reasoning"))
            {
                (made.AdditionalProperties ??= [])[member.Name] = member.Value;
            }
        }

        return made;
    }
}
