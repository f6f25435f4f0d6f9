using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Reads <c>tools</c> (protocols/openai-responses.md §5).</summary>
internal sealed class ResponsesToolReader
{
    private static readonly FrozenDictionary<string, object?> NoProperties = FrozenDictionary<string, object?>.Empty;
    private static readonly FrozenDictionary<string, object?> StrictOn = FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create<string, object?>("strict", true)]);
    private static readonly FrozenDictionary<string, object?> StrictOff = FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create<string, object?>("strict", false)]);
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");

    private readonly HashSet<string> _custom = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly ResponsesNamespaces _namespaces = new();

    public List<AITool> Tools { get; } = [];

    public FrozenSet<string> CustomTools => _custom.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Gets, for flat names, the namespace and the name there.</summary>
    public FrozenDictionary<string, (string Namespace, string Name)> Namespaces => _namespaces.Known;

    /// <summary>Reads the array.</summary>
    /// <param name="tools">The array.</param>
    /// <param name="saysStrict">True when the format of the answer is strict, so that a tool that is not must say so.</param>
    public void Read(JsonElement tools, bool saysStrict)
    {
        var index = 0;
        foreach (var tool in tools.EnumerateArray())
        {
            var path = $"tools[{index++}]";
            CheckObject(tool, path);
            switch (ResponsesFields.NeedText(tool, "type", path))
            {
                case "namespace":
                    ReadNamespace(tool, path, saysStrict);
                    break;
                case "tool_search":
                    CheckSearch(tool, path);
                    break;
                case var search when ResponsesHostedTools.IsSearchOfCopies(search, tool, path):
                    break;
                default:
                    Tools.Add(ReadTool(tool, path, saysStrict));
                    break;
            }
        }
    }

    /// <summary>Says whether a function or custom tool of a name was given.</summary>
    public bool Has(string name) => _names.Contains(name);

    private void ReadNamespace(JsonElement tool, string path, bool saysStrict)
    {
        var space = ResponsesFields.NeedName(tool, "name", path);
        var description = ResponsesFields.FindText(tool, "description", path);
        var tools = ResponsesFields.FindArray(tool, "tools", path) ?? throw ResponsesFields.Missing(path + ".tools");
        var index = 0;
        foreach (var inside in tools.EnumerateArray())
        {
            var place = $"{path}.tools[{index++}]";
            CheckObject(inside, place);
            Tools.Add(ResponsesFields.NeedText(inside, "type", place) switch
            {
                "function" => ReadFunction(inside, place, saysStrict, space, description),
                "custom" => ReadCustom(inside, place, saysStrict, space, description),
                var other => throw ResponsesFields.Unknown(place + ".type", other, "'function', 'custom'"),
            });
        }
    }

    /// <summary>The search of tools that are loaded late finds nothing here: all are given at once. One that the caller would run himself has tools that are not in the request.</summary>
    private static void CheckSearch(JsonElement tool, string path)
    {
        if (ResponsesFields.FindText(tool, "execution", path) is { } execution and not "server")
        {
            throw ResponsesFields.Unsupported(path + ".execution", $"Unsupported value: '{path}.execution' is '{ResponsesFields.Quote(execution)}'. This server can't ask for tools: send them all in 'tools'.");
        }
    }

    private static void CheckObject(JsonElement tool, string path)
    {
        if (tool.ValueKind != JsonValueKind.Object)
        {
            throw ResponsesFields.WrongType(path, "an object", tool);
        }
    }

    private AITool ReadTool(JsonElement tool, string path, bool saysStrict)
    {
        var type = ResponsesFields.NeedText(tool, "type", path);
        switch (type)
        {
            case "function":
                return ReadFunction(tool, path, saysStrict);
            case "custom":
                return ReadCustom(tool, path, saysStrict);
            case "code_interpreter":
                return ResponsesHostedTools.ReadCodeInterpreter(tool, path);
            case "file_search":
                return ResponsesHostedTools.ReadFileSearch(tool, path);
            case "mcp":
                return ResponsesHostedTools.ReadMcp(tool, path);
            case var search when search.StartsWith("web_search", StringComparison.Ordinal):
                return ResponsesHostedTools.ReadWebSearch(tool, path);
            default:
                throw ResponsesFields.Unsupported(path + ".type", $"Unsupported value: '{path}.type' is '{ResponsesFields.Quote(type)}', a tool that this server can't offer. Supported values are: 'function', 'custom', 'namespace', 'tool_search', 'web_search', 'code_interpreter', 'file_search', 'mcp'.");
        }
    }

    private ResponsesFunction ReadFunction(JsonElement tool, string path, bool saysStrict, string? space = null, string? about = null)
    {
        var name = NameOf(tool, path, space);
        var strict = ResponsesFields.FindFlag(tool, "strict", path) == true;
        var parameters = ResponsesFields.FindObject(tool, "parameters", path)?.Clone() ?? NoParameters;
        return new(name, DescriptionOf(tool, path, about), parameters, strict ? StrictOn : saysStrict ? StrictOff : NoProperties);
    }

    /// <summary>Not every provider has tools with free text: such a tool goes out as a function with one text, and its calls come back as what was asked for.</summary>
    private ResponsesFunction ReadCustom(JsonElement tool, string path, bool saysStrict, string? space = null, string? about = null)
    {
        var name = NameOf(tool, path, space);
        var format = ResponsesFields.FindObject(tool, "format", path);
        var isGrammar = format is { } given && ResponsesFields.NeedText(given, "type", path + ".format") == "grammar";
        var syntax = isGrammar ? ResponsesFields.NeedText(format!.Value, "syntax", path + ".format") : null;
        var definition = isGrammar ? ResponsesFields.NeedText(format!.Value, "definition", path + ".format") : null;
        _custom.Add(name);
        return new(name, CustomInput.Describe(DescriptionOf(tool, path, about), syntax, definition), CustomInput.Parameters, saysStrict ? StrictOff : NoProperties);
    }

    private string NameOf(JsonElement tool, string path, string? space)
    {
        var name = ResponsesFields.NeedName(tool, "name", path);
        var isTaken = _namespaces.Has(name) || (space is not null && _names.Contains(ResponsesNamespaces.FlatOf(space, name)));
        if (isTaken)
        {
            throw EndpointException.Invalid(path + ".name", $"Invalid '{path}.name': this server can't tell '{ResponsesFields.Quote(name)}' from another tool, since names in a namespace go out with its name in front. Give one of them another name.");
        }

        var flat = space is null ? name : _namespaces.Add(space, name);
        _names.Add(flat);
        return flat;
    }

    /// <summary>The description; in a namespace, with that of the namespace.</summary>
    private static string DescriptionOf(JsonElement tool, string path, string? about)
    {
        var own = ResponsesFields.FindText(tool, "description", path) ?? string.Empty;
        return string.IsNullOrEmpty(about) ? own : own.Length == 0 ? about : $"{own}\n\n{about}";
    }
}
