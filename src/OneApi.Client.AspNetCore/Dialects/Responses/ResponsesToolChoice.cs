using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Reads <c>tool_choice</c> (protocols/openai-responses.md §5).</summary>
internal static class ResponsesToolChoice
{
    private const string Path = "tool_choice";

    public static void Read(JsonElement choice, ResponsesToolReader tools, ChatOptions options)
    {
        switch (choice.ValueKind)
        {
            case JsonValueKind.String:
                options.ToolMode = ModeOf(ResponsesFields.Text(choice, Path), Path, tools, mayBeNone: true);
                break;
            case JsonValueKind.Object:
                ReadObject(choice, tools, options);
                break;
            default:
                throw ResponsesFields.WrongType(Path, "a string or an object", choice);
        }
    }

    private static ChatToolMode ModeOf(string mode, string path, ResponsesToolReader tools, bool mayBeNone) => mode switch
    {
        "none" when mayBeNone => ChatToolMode.None,
        "auto" => ChatToolMode.Auto,
        "required" when tools.Tools.Count > 0 => ChatToolMode.RequireAny,
        "required" => throw EndpointException.Invalid(path, "Tool choice 'required' must be specified with 'tools' parameter."),
        _ => throw ResponsesFields.Unknown(path, mode, mayBeNone ? "'none', 'auto', 'required'" : "'auto', 'required'"),
    };

    private static void ReadObject(JsonElement choice, ResponsesToolReader tools, ChatOptions options)
    {
        var type = ResponsesFields.NeedText(choice, "type", Path);
        switch (type)
        {
            case "function" or "custom":
                options.ToolMode = ChatToolMode.RequireSpecific(NameOf(choice, Path, tools));
                break;
            case "allowed_tools":
                ReadAllowed(choice, tools, options);
                break;
            default:
                // A hosted tool has no name to ask for; alone it is the one that must be called.
                options.ToolMode = tools.Tools.Count == 1 && !tools.Tools.Exists(static tool => tool is AIFunctionDeclaration)
                    ? ChatToolMode.RequireAny
                    : throw ResponsesFields.Unsupported(Path, $"Unsupported value: 'tool_choice' asks for '{ResponsesFields.Quote(type)}'. A hosted tool can be asked for only when it is the only tool.");
                break;
        }
    }

    private static void ReadAllowed(JsonElement choice, ResponsesToolReader tools, ChatOptions options)
    {
        var allowed = ResponsesFields.FindArray(choice, "tools", Path) ?? throw ResponsesFields.Missing(Path + ".tools");
        List<AITool> left = [];
        var index = 0;
        foreach (var tool in allowed.EnumerateArray())
        {
            var path = $"{Path}.tools[{index++}]";
            if (tool.ValueKind != JsonValueKind.Object)
            {
                throw ResponsesFields.WrongType(path, "an object", tool);
            }

            if (ResponsesFields.NeedText(tool, "type", path) is not ("function" or "custom"))
            {
                left.AddRange(tools.Tools.Where(static hosted => hosted is not AIFunctionDeclaration));
                continue;
            }

            var name = NameOf(tool, path, tools);
            left.Add(tools.Tools.First(known => known.Name == name));
        }

        options.Tools = [.. left.Distinct()];
        options.ToolMode = ModeOf(ResponsesFields.NeedText(choice, "mode", Path), Path + ".mode", tools, mayBeNone: false);
    }

    private static string NameOf(JsonElement choice, string path, ResponsesToolReader tools)
    {
        var name = ResponsesNamespaces.FlatOf(ResponsesFields.FindText(choice, "namespace", path), ResponsesFields.NeedName(choice, "name", path));
        return tools.Has(name) ? name : throw EndpointException.Invalid(Path, $"Tool choice '{ResponsesFields.Quote(name)}' not found in 'tools' parameter.");
    }
}
