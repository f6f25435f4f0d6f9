using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Reads <c>tools</c> (protocols/openai-responses.md §5).</summary>
internal sealed class ResponsesToolReader
{
    /// <summary>The member under which the free text of a custom tool travels over wires that know functions only.</summary>
    public const string Input = "input";

    private static readonly FrozenDictionary<string, object?> NoProperties = FrozenDictionary<string, object?>.Empty;
    private static readonly FrozenDictionary<string, object?> StrictOn = FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create<string, object?>("strict", true)]);
    private static readonly FrozenDictionary<string, object?> StrictOff = FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create<string, object?>("strict", false)]);
    private static readonly JsonElement NoParameters = JsonElement.Parse("""{"type":"object","properties":{}}""");
    private static readonly JsonElement CustomParameters = JsonElement.Parse("""{"type":"object","properties":{"input":{"type":"string"}},"required":["input"],"additionalProperties":false}""");

    private readonly HashSet<string> _custom = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public List<AITool> Tools { get; } = [];

    public FrozenSet<string> CustomTools => _custom.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Reads the array.</summary>
    /// <param name="tools">The array.</param>
    /// <param name="saysStrict">True when the format of the answer is strict, so that a tool that is not must say so.</param>
    public void Read(JsonElement tools, bool saysStrict)
    {
        var index = 0;
        foreach (var tool in tools.EnumerateArray())
        {
            var path = $"tools[{index++}]";
            if (tool.ValueKind != JsonValueKind.Object)
            {
                throw ResponsesFields.WrongType(path, "an object", tool);
            }

            Tools.Add(ReadTool(tool, path, saysStrict));
        }
    }

    /// <summary>Says whether a function or custom tool of a name was given.</summary>
    public bool Has(string name) => _names.Contains(name);

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
                throw ResponsesFields.Unsupported(path + ".type", $"Unsupported value: '{path}.type' is '{ResponsesFields.Quote(type)}', a tool that this server can't offer. Supported values are: 'function', 'custom', 'web_search', 'code_interpreter', 'file_search', 'mcp'.");
        }
    }

    private ResponsesFunction ReadFunction(JsonElement tool, string path, bool saysStrict)
    {
        var name = ResponsesFields.NeedName(tool, "name", path);
        var strict = ResponsesFields.FindFlag(tool, "strict", path) == true;
        var parameters = ResponsesFields.FindObject(tool, "parameters", path)?.Clone() ?? NoParameters;
        _names.Add(name);
        return new(name, ResponsesFields.FindText(tool, "description", path) ?? string.Empty, parameters, strict ? StrictOn : saysStrict ? StrictOff : NoProperties);
    }

    /// <summary>Not every provider has tools with free text: such a tool goes out as a function with one text, and its calls come back as what was asked for.</summary>
    private ResponsesFunction ReadCustom(JsonElement tool, string path, bool saysStrict)
    {
        var name = ResponsesFields.NeedName(tool, "name", path);
        var description = ResponsesFields.FindText(tool, "description", path) ?? string.Empty;
        if (ResponsesFields.FindObject(tool, "format", path) is { } format && ResponsesFields.NeedText(format, "type", path + ".format") == "grammar")
        {
            var syntax = ResponsesFields.NeedText(format, "syntax", path + ".format");
            var definition = ResponsesFields.NeedText(format, "definition", path + ".format");
            description += $"\n\nThe input must follow this grammar ({syntax}):\n{definition}";
        }

        _names.Add(name);
        _custom.Add(name);
        return new(name, description.TrimStart('\n'), CustomParameters, saysStrict ? StrictOff : NoProperties);
    }
}
