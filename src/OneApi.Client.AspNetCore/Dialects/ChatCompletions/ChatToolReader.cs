using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.ChatCompletions;

/// <summary>Reads tools and the choice among them (protocols/openai.md §4), in the older words too.</summary>
internal static class ChatToolReader
{
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    public static void Read(JsonElement request, OneApiChatOptions options)
    {
        ReadTools(request, options);
        ReadFunctions(request, options);
        ReadChoice(request, options);
        options.AllowMultipleToolCalls = ChatJson.Flag(request, "parallel_tool_calls", string.Empty) ?? (ChatWords.AreOlder(options) ? false : null);
    }

    private static void ReadTools(JsonElement request, OneApiChatOptions options)
    {
        if (ChatJson.Array(request, "tools", string.Empty) is not { } tools || tools.GetArrayLength() == 0)
        {
            return;
        }

        options.Tools = [];
        var isAllKnown = true;
        var i = 0;
        foreach (var tool in tools.EnumerateArray())
        {
            var place = $"tools[{i++}]";
            if (tool.ValueKind != JsonValueKind.Object)
            {
                throw ChatJson.Wrong(place, "an object", tool);
            }

            if (ChatJson.RequiredText(tool, "type", place + ".") == "function")
            {
                var function = ChatJson.Object(tool, "function", place + ".") ?? throw ChatJson.Missing(place + ".function");
                options.Tools.Add(FunctionOf(function, place + ".function."));
                isAllKnown &= tool.EnumerateObject().All(static member => member.Name is "type" or "function")
                    && function.EnumerateObject().All(static member => member.Name is "name" or "description" or "parameters" or "strict");
                continue;
            }

            if (ChatJson.Object(tool, "custom", place + ".") is { } custom)
            {
                options.Tools.Add(CustomOf(custom, place + ".custom."));
            }

            isAllKnown = false;
        }

        if (!isAllKnown)
        {
            ChatRequestReader.Add(options, "tools", tools); // the wire's own kinds and members go to the wire itself
        }
    }

    private static void ReadFunctions(JsonElement request, OneApiChatOptions options)
    {
        if (ChatJson.Array(request, "functions", string.Empty) is not { } functions)
        {
            return;
        }

        var isOlder = options.Tools is null;
        options.Tools ??= [];
        var i = 0;
        foreach (var function in functions.EnumerateArray())
        {
            var place = $"functions[{i++}]";
            options.Tools.Add(function.ValueKind == JsonValueKind.Object ? FunctionOf(function, place + ".", isOlder) : throw ChatJson.Wrong(place, "an object", function));
        }
    }

    private static ChatFunction FunctionOf(JsonElement function, string place, bool isOlder = false) =>
        new(NameOf(function, place), ChatJson.Text(function, "description", place), ChatJson.Object(function, "parameters", place) ?? NoParameters, ChatJson.Flag(function, "strict", place)) { IsOlder = isOlder };

    /// <summary>The wire itself gets it as it is; others get a function with one text.</summary>
    private static ChatFunction CustomOf(JsonElement custom, string place)
    {
        var format = ChatJson.Object(custom, "format", place);
        var grammar = format is { } given && ChatJson.RequiredText(given, "type", place + "format.") == "grammar" ? ChatJson.Object(given, "grammar", place + "format.") : null;
        var syntax = grammar is { } one ? ChatJson.RequiredText(one, "syntax", place + "format.grammar.") : null;
        var definition = grammar is { } other ? ChatJson.RequiredText(other, "definition", place + "format.grammar.") : null;
        var description = CustomInput.Describe(ChatJson.Text(custom, "description", place), syntax, definition);
        return new(NameOf(custom, place), description, CustomInput.Parameters, strict: null) { IsCustom = true };
    }

    private static string NameOf(JsonElement tool, string place)
    {
        var name = ChatJson.RequiredText(tool, "name", place);
        return name.Length > 0 ? name : throw EndpointException.Invalid(place + "name", $"Invalid '{place}name': empty string. Expected a string with minimum length 1.", "empty_string");
    }

    private static void ReadChoice(JsonElement request, OneApiChatOptions options)
    {
        var name = request.TryGetProperty("tool_choice", out _) ? "tool_choice" : "function_call";
        if (ChatJson.Member(request, name) is not { } choice)
        {
            return;
        }

        options.ToolMode = choice switch
        {
            { ValueKind: JsonValueKind.String } word => word.GetString() switch
            {
                "none" => ChatToolMode.None,
                "auto" => ChatToolMode.Auto,
                "required" or "any" => ChatToolMode.RequireAny,
                var other => throw EndpointException.Invalid(name, $"Invalid value: '{other}'. Supported values are: 'none', 'auto', and 'required'."),
            },
            { ValueKind: JsonValueKind.Object } => ModeOf(choice, name),
            _ => throw ChatJson.Wrong(name, "a string or an object", choice),
        };
        if (options.ToolMode is null || (choice.ValueKind == JsonValueKind.Object && choice.TryGetProperty("custom"u8, out _)))
        {
            ChatRequestReader.Add(options, name, choice);
        }
    }

    private static ChatToolMode? ModeOf(JsonElement choice, string place)
    {
        if (place == "function_call")
        {
            return Demanded(choice, place + ".");
        }

        var type = ChatJson.RequiredText(choice, "type", place + ".");
        return type is "function" or "custom"
            ? Demanded(ChatJson.Object(choice, type, place + ".") ?? throw ChatJson.Missing($"{place}.{type}"), $"{place}.{type}.")
            : null;
    }

    /// <summary>A name of blanks alone is none, and the mode would not take it.</summary>
    private static ChatToolMode Demanded(JsonElement named, string place)
    {
        var name = ChatJson.RequiredText(named, "name", place);
        return string.IsNullOrWhiteSpace(name)
            ? throw EndpointException.Invalid(place + "name", $"Invalid value: '{place}name' is blank; it must be the name of one of the functions.")
            : ChatToolMode.RequireSpecific(name);
    }
}
