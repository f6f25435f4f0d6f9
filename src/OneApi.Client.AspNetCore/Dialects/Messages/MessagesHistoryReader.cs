using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Reads <c>system</c> and <c>messages</c> (protocols/anthropic.md §3).</summary>
internal static class MessagesHistoryReader
{
    public static IReadOnlyList<ChatMessage> Read(JsonElement request)
    {
        var top = new MessagesPlace(string.Empty);
        var messages = new List<ChatMessage>();
        if (MessagesJson.Member(request, "system") is { } system && ContentsOf(system, new("system"), isAssistant: false) is { Count: > 0 } instructions)
        {
            messages.Add(new(ChatRole.System, instructions));
        }

        var history = MessagesJson.OptionalArray(request, "messages", top) ?? throw top.Missing("messages");
        if (history.GetArrayLength() == 0)
        {
            throw top.Wrong("messages", "at least one message is required");
        }

        var place = new MessagesPlace("messages", 0);
        foreach (var message in history.EnumerateArray())
        {
            Add(messages, message, place);
            place = place with { Item = place.Item + 1 };
        }

        return messages;
    }

    private static void Add(List<ChatMessage> messages, JsonElement message, in MessagesPlace place)
    {
        if (message.ValueKind != JsonValueKind.Object)
        {
            throw place.Wrong(null, $"Input should be an object, not {MessagesJson.Kind(message)}");
        }

        var word = MessagesJson.RequiredText(message, "role", place);
        var role = word switch
        {
            "user" => ChatRole.User,
            "assistant" => ChatRole.Assistant,
            "system" => ChatRole.System,
            _ => throw place.Wrong("role", $"Input should be 'user' or 'assistant', not {MessagesJson.Quoted(word)}"),
        };
        var content = MessagesJson.Member(message, "content") ?? throw place.Missing("content");
        var contents = ContentsOf(content, place, role == ChatRole.Assistant);
        if (role == ChatRole.User)
        {
            AddUser(messages, contents);
        }
        else
        {
            messages.Add(new(role, contents));
        }
    }

    /// <summary>Results of tools are messages of their own with most other wires; the order stays.</summary>
    private static void AddUser(List<ChatMessage> messages, List<AIContent> contents)
    {
        var start = 0;
        for (var i = 1; i <= contents.Count; i++)
        {
            if (i == contents.Count || contents[i] is FunctionResultContent != contents[start] is FunctionResultContent)
            {
                messages.Add(new(contents[start] is FunctionResultContent ? ChatRole.Tool : ChatRole.User, contents.GetRange(start, i - start)));
                start = i;
            }
        }

        if (contents.Count == 0)
        {
            messages.Add(new(ChatRole.User, contents));
        }
    }

    /// <summary>A text, or blocks.</summary>
    private static List<AIContent> ContentsOf(JsonElement content, in MessagesPlace place, bool isAssistant)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            return [new TextContent(content.GetString())];
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            throw place.Wrong(place.Item < 0 ? null : "content", $"Input should be a string or an array of blocks, not {MessagesJson.Kind(content)}");
        }

        var contents = new List<AIContent>(content.GetArrayLength());
        var block = place with { Block = 0 };
        foreach (var item in content.EnumerateArray())
        {
            contents.Add(MessagesBlockReader.Read(item, block, isAssistant));
            block = block with { Block = block.Block + 1 };
        }

        return contents;
    }
}
