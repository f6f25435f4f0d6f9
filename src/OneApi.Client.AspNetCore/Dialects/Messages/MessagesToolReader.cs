using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Reads tools and the choice among them (protocols/anthropic.md §5).</summary>
internal static class MessagesToolReader
{
    public static void Read(JsonElement request, OneApiChatOptions options)
    {
        var top = new MessagesPlace(string.Empty);
        if (MessagesJson.OptionalArray(request, "tools", top) is { } tools && tools.GetArrayLength() > 0)
        {
            options.Tools = [];
            var place = new MessagesPlace("tools", 0);
            foreach (var tool in tools.EnumerateArray())
            {
                options.Tools.Add(ToolOf(tool, place));
                place = place with { Item = place.Item + 1 };
            }
        }

        if (MessagesJson.OptionalObject(request, "tool_choice", top) is { } choice)
        {
            ReadChoice(choice, options);
        }
    }

    private static AITool ToolOf(JsonElement tool, in MessagesPlace place)
    {
        if (tool.ValueKind != JsonValueKind.Object)
        {
            throw place.Wrong(null, $"Input should be an object, not {MessagesJson.Kind(tool)}");
        }

        var type = MessagesJson.OptionalText(tool, "type", place);
        if (type is null or "custom")
        {
            return new MessagesFunction(
                tool,
                MessagesJson.RequiredText(tool, "name", place),
                MessagesJson.OptionalText(tool, "description", place),
                MessagesJson.RequiredObject(tool, "input_schema", place));
        }

        // Searching the web is the one task of the server's own tools that other providers' servers do, too.
        return type.StartsWith("web_search_", StringComparison.Ordinal)
            ? new HostedWebSearchTool(MessagesFunction.PropertiesOf(tool))
            : new MessagesServerTool(tool, MessagesJson.OptionalText(tool, "name", place) ?? type);
    }

    private static void ReadChoice(JsonElement choice, OneApiChatOptions options)
    {
        var place = new MessagesPlace("tool_choice");
        var type = MessagesJson.RequiredText(choice, "type", place);
        options.ToolMode = type switch
        {
            "auto" => ChatToolMode.Auto,
            "any" => ChatToolMode.RequireAny,
            "none" => ChatToolMode.None,
            "tool" => MessagesJson.RequiredText(choice, "name", place) is var name && !string.IsNullOrWhiteSpace(name)
                ? ChatToolMode.RequireSpecific(name)
                : throw place.Wrong("name", "Input should be the name of a tool, not blank"),
            _ => throw place.Wrong("type", $"Input should be 'auto', 'any', 'tool' or 'none', not {MessagesJson.Quoted(type)}"),
        };
        if (MessagesJson.OptionalFlag(choice, "disable_parallel_tool_use", place) is { } single)
        {
            options.AllowMultipleToolCalls = !single;
        }
    }
}
