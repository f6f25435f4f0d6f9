using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Reads the calls of assistants' messages, in the older words too (protocols/openai.md §3). One instance for a history.</summary>
internal sealed class ChatCallReader
{
    private readonly Dictionary<string, int> _older = [];

    public void Read(JsonElement message, string place, List<AIContent> contents)
    {
        if (ChatJson.Object(message, "function_call", place) is { } older)
        {
            var name = ChatJson.RequiredText(older, "name", place + "function_call.");
            _older[name] = _older.GetValueOrDefault(name) + 1;
            contents.Add(CallOf(OlderIdOf(name), name, ChatJson.Text(older, "arguments", place + "function_call.")));
        }

        if (ChatJson.Array(message, "tool_calls", place) is not { } calls)
        {
            return;
        }

        var i = 0;
        foreach (var call in calls.EnumerateArray())
        {
            var at = $"{place}tool_calls[{i++}]";
            contents.Add(call.ValueKind == JsonValueKind.Object ? Read(call, at + ".") : throw ChatJson.Wrong(at, "an object", call));
        }
    }

    /// <summary>The older words have no ids: a result answers the last call of its function. Every call has an id of its own, as other vendors demand.</summary>
    public string OlderIdOf(string name) => _older.GetValueOrDefault(name) is > 1 and var count ? $"call_{name}_{count}" : "call_" + name;

    private static FunctionCallContent Read(JsonElement call, string place)
    {
        var id = ChatJson.RequiredText(call, "id", place);
        FunctionCallContent read;
        if (ChatJson.Object(call, "custom", place) is { } custom)
        {
            read = new(id, ChatJson.RequiredText(custom, "name", place + "custom."), new Dictionary<string, object?> { ["input"] = ChatJson.Text(custom, "input", place + "custom.") ?? string.Empty })
            {
                AdditionalProperties = new() { [ChatMembers.Custom] = true },
            };
        }
        else
        {
            var function = ChatJson.Object(call, "function", place) ?? throw ChatJson.Missing(place + "function");
            read = CallOf(id, ChatJson.RequiredText(function, "name", place + "function."), ChatJson.Text(function, "arguments", place + "function."));
        }

        var others = read.AdditionalProperties;
        ChatMembers.Keep(ref others, call, static name => name is "id" or "type" or "function" or "custom" or "index");
        read.AdditionalProperties = others;
        return read;
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
}
