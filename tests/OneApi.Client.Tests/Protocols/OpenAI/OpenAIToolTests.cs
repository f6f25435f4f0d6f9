using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using Xunit;

namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>Tools and the choice among them (protocols/openai.md §4).</summary>
public class OpenAIToolTests
{
    private static readonly AIFunctionDeclaration Weather = Declare("weather", "Tells it.", """{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}""");

    private static AIFunctionDeclaration Declare(string name, string description, string schema, bool? strict = null) =>
        new Declaration(name, description, JsonSerializer.Deserialize<JsonElement>(schema), strict);

    private static JsonObject Write(ChatOptions options, out string[] warnings, WireProfile? profile = null, JsonObject? raw = null)
    {
        var request = OpenAIWire.Request(options: options, profile: profile, raw: raw);
        var body = OpenAIWire.Write(request);
        body.Remove("model");
        body.Remove("messages");
        warnings = [.. request.Warnings.All.Select(static warning => $"{warning.Code}:{warning.Setting}")];
        return body;
    }

    [Fact]
    public void Functions_WithDescriptionAndSchema() => AssertJson(
        """
        {"tools":[{"type":"function","function":{"name":"weather","description":"Tells it.","parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city"]}}},
                  {"type":"function","function":{"name":"now","parameters":{"type":"object","properties":{}}}}]}
        """,
        Write(new() { Tools = [Weather, Declare("now", "", "{}")] }, out _));

    [Fact]
    public void Schemas_WithoutAType_KeepWhatTheySay() => AssertJson(
        """{"type":"object","properties":{"a":{"type":"string"}},"required":["a"]}""",
        Write(new() { Tools = [Declare("f", "", """{"properties":{"a":{"type":"string"}},"required":["a"]}""")] }, out _)["tools"]![0]!["function"]!["parameters"]);

    [Fact]
    public void Schemas_LoseTheirKeyword_WhereItIsNotTaken()
    {
        var tool = Declare("f", "", """{"$schema":"s","type":"object","properties":{}}""");

        AssertJson("""{"type":"object","properties":{}}""", Write(new() { Tools = [tool] }, out _, new() { SchemaKeyword = false })["tools"]![0]!["function"]!["parameters"]);
        AssertJson("""{"$schema":"s","type":"object","properties":{}}""", Write(new() { Tools = [tool] }, out _)["tools"]![0]!["function"]!["parameters"]);
    }

    [Fact]
    public void Strict_PerCallAndPerTool()
    {
        var loose = Declare("loose", "", """{"type":"object","properties":{"a":{"type":"string"}}}""", strict: false);

        AssertJson(
            """
            {"tools":[{"type":"function","function":{"name":"weather","description":"Tells it.","strict":true,
                        "parameters":{"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer"}},"required":["city","days"],"additionalProperties":false}}},
                      {"type":"function","function":{"name":"loose","strict":false,"parameters":{"type":"object","properties":{"a":{"type":"string"}}}}}]}
            """,
            Write(new() { Tools = [Weather, loose], AdditionalProperties = new() { ["strict"] = true } }, out _));
    }

    [Fact]
    public void Strict_OfAToolAlone() => AssertJson(
        """{"name":"f","strict":true,"parameters":{"type":"object","properties":{},"required":[],"additionalProperties":false}}""",
        Write(new() { Tools = [Declare("f", "", """{"type":"object","properties":{}}""", strict: true)] }, out _)["tools"]![0]!["function"]);

    public static TheoryData<ChatToolMode, string> Modes => new()
    {
        { ChatToolMode.Auto, "\"auto\"" },
        { ChatToolMode.None, "\"none\"" },
        { ChatToolMode.RequireAny, "\"required\"" },
        { ChatToolMode.RequireSpecific("weather"), """{"type":"function","function":{"name":"weather"}}""" },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public void ToolModes(ChatToolMode mode, string expected) => AssertJson(expected, Write(new() { Tools = [Weather], ToolMode = mode }, out _)["tool_choice"]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ParallelCalls(bool allowed) => AssertJson(allowed ? "true" : "false", Write(new() { Tools = [Weather], AllowMultipleToolCalls = allowed }, out _)["parallel_tool_calls"]);

    [Fact]
    public void WithoutTools_ThereIsNoChoice()
    {
        Assert.Empty(Write(new() { ToolMode = ChatToolMode.RequireAny, AllowMultipleToolCalls = true }, out _));
        Assert.Empty(Write(new() { Tools = [], ToolMode = ChatToolMode.Auto, AllowMultipleToolCalls = true }, out _));
    }

    [Fact]
    public void RawTools_AreGivenTheChoice() => AssertJson(
        """{"tool_choice":"required","parallel_tool_calls":false,"tools":[{"type":"custom","custom":{"name":"sql"}}]}""",
        Write(new() { ToolMode = ChatToolMode.RequireAny, AllowMultipleToolCalls = false }, out _, raw: JsonNode.Parse("""{"tools":[{"type":"custom","custom":{"name":"sql"}}]}""")!.AsObject()));

    [Fact]
    public void WebSearch_IsAMemberOfItsOwn()
    {
        var search = new HostedWebSearchTool(new Dictionary<string, object?> { ["search_context_size"] = "low" });

        AssertJson("""{"web_search_options":{"search_context_size":"low"}}""", Write(new() { Tools = [search], ToolMode = ChatToolMode.Auto }, out var warnings));
        Assert.Empty(warnings);
        Assert.Empty(Write(new() { Tools = [search] }, out warnings, new() { WebSearchOptions = false }));
        Assert.Equal(["setting_not_honoured:Tools"], warnings);
    }

    [Fact]
    public void HostedTools_AreWarnings_BesideTheOthers()
    {
        var body = Write(new() { Tools = [new HostedCodeInterpreterTool(), Weather, new HostedFileSearchTool()] }, out var warnings);

        Assert.Single(body["tools"]!.AsArray());
        Assert.Equal(["setting_not_honoured:Tools", "setting_not_honoured:Tools"], warnings);
    }

    [Fact]
    public void Profile_OfToolsThatAreUnknown()
    {
        Assert.Empty(Write(new() { Tools = [Weather], ToolMode = ChatToolMode.RequireAny }, out var warnings, new() { Tools = false }));
        Assert.Equal(["setting_not_honoured:Tools"], warnings);

        Assert.False(Write(new() { Tools = [Weather], AllowMultipleToolCalls = true }, out warnings, new() { ParallelToolCalls = false }).ContainsKey("parallel_tool_calls"));
        Assert.Equal(["setting_not_honoured:AllowMultipleToolCalls"], warnings);
    }

    private sealed class Declaration(string name, string description, JsonElement schema, bool? strict) : AIFunctionDeclaration
    {
        public override string Name => name;

        public override string Description => description;

        public override JsonElement JsonSchema => schema;

        public override IReadOnlyDictionary<string, object?> AdditionalProperties { get; } = strict is { } flag ? new Dictionary<string, object?> { ["strict"] = flag } : [];
    }
}
