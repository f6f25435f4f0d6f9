using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.Anthropic.AnthropicWire;

namespace OneApi.Client.Tests.Protocols.Anthropic;

/// <summary>protocols/anthropic.md §5.</summary>
public sealed class AnthropicToolTests
{
    private const string Schema = """{"type":"object","properties":{"city":{"type":"string","maxLength":9}},"required":["city"]}""";

    private static readonly AIFunctionDeclaration Weather = AIFunctionFactory.CreateDeclaration("weather", "The weather.", JsonElement.Parse(Schema));

    [Fact]
    public void Tools_Functions_HaveNameDescriptionAndSchema() => AssertJson(
        $$"""[{"name":"weather","description":"The weather.","input_schema":{{Schema}}}]""",
        Write(new ChatOptions { Tools = [Weather] })["tools"]);

    [Theory]
    [InlineData("true")]
    [InlineData("{}")]
    public void Tools_WithoutArguments_HaveAnObjectSchema(string schema) => AssertJson(
        """[{"name":"now","input_schema":{"type":"object","properties":{}}}]""",
        Write(new ChatOptions { Tools = [AIFunctionFactory.CreateDeclaration("now", null, JsonElement.Parse(schema))] })["tools"]);

    [Fact]
    public void Tools_Strict_AreMadeStrict()
    {
        var tool = new Declared(Weather, new() { ["strict"] = true });

        AssertJson(
            """[{"name":"weather","description":"The weather.","input_schema":{"type":"object","properties":{"city":{"type":"string","description":"{maxLength: 9}"}},"required":["city"],"additionalProperties":false},"strict":true}]""",
            Write(new ChatOptions { Tools = [tool] })["tools"]);
    }

    [Fact]
    public void Tools_OwnMembers_AreWritten()
    {
        var tool = new Declared(Weather, new() { ["cache_control"] = new JsonObject { ["type"] = "ephemeral" }, ["defer_loading"] = true, ["other"] = 1 });

        AssertJson(
            $$$"""[{"name":"weather","description":"The weather.","input_schema":{{{Schema}}},"cache_control":{"type":"ephemeral"},"defer_loading":true}]""",
            Write(new ChatOptions { Tools = [tool] })["tools"]);
    }

    [Fact]
    public void Tools_OfTheServer_HaveTheirTypes()
    {
        var search = new HostedWebSearchTool(new Dictionary<string, object?> { ["max_uses"] = 3 });
        var newer = new HostedWebSearchTool(new Dictionary<string, object?> { ["type"] = "web_search_20260318" });

        AssertJson("""[{"type":"web_search_20250305","name":"web_search","max_uses":3}]""", Write(new ChatOptions { Tools = [search] })["tools"]);
        AssertJson("""[{"type":"web_search_20260318","name":"web_search"}]""", Write(new ChatOptions { Tools = [newer] })["tools"]);
        AssertJson("""[{"type":"code_execution_20250825","name":"code_execution"}]""", Write(new ChatOptions { Tools = [new HostedCodeInterpreterTool()] })["tools"]);
    }

    [Fact]
    public void Tools_ThatTheWireDoesNotKnow_AreReported()
    {
        var request = Request(options: new() { Tools = [new HostedFileSearchTool()], ToolMode = ChatToolMode.Auto });

        var body = Write(request);

        Assert.False(body.ContainsKey("tools"));
        Assert.False(body.ContainsKey("tool_choice"));
        AssertWarning(request, "setting_not_honoured", "Tools");
    }

    public static TheoryData<ChatToolMode?, bool?, string?> Choices => new()
    {
        { null, null, null },
        { null, true, null },
        { ChatToolMode.Auto, null, """{"type":"auto"}""" },
        { ChatToolMode.None, null, """{"type":"none"}""" },
        { ChatToolMode.RequireAny, null, """{"type":"any"}""" },
        { ChatToolMode.RequireSpecific("weather"), null, """{"type":"tool","name":"weather"}""" },
        { null, false, """{"type":"auto","disable_parallel_tool_use":true}""" },
        { ChatToolMode.Auto, false, """{"type":"auto","disable_parallel_tool_use":true}""" },
        { ChatToolMode.RequireAny, false, """{"type":"any","disable_parallel_tool_use":true}""" },
        { ChatToolMode.RequireSpecific("weather"), false, """{"type":"tool","name":"weather","disable_parallel_tool_use":true}""" },
        { ChatToolMode.None, false, """{"type":"none"}""" },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public void Choice_EachMode_HasItsForm(ChatToolMode? mode, bool? several, string? expected)
    {
        var choice = Write(new ChatOptions { Tools = [Weather], ToolMode = mode, AllowMultipleToolCalls = several })["tool_choice"];

        AssertJson(expected ?? "null", choice);
    }

    [Fact]
    public void Choice_WithoutTools_SaysNothing() => Assert.False(Write(new ChatOptions { ToolMode = ChatToolMode.RequireAny }).ContainsKey("tool_choice"));

    [Fact]
    public void Choice_ForcedWithABudget_WinsOverThinking()
    {
        var request = Request(options: new() { Tools = [Weather], ToolMode = ChatToolMode.RequireAny, Reasoning = new() { Effort = ReasoningEffort.High } });

        var body = Write(request);

        AssertJson("""{"type":"any"}""", body["tool_choice"]);
        Assert.False(body.ContainsKey("thinking"));
        AssertWarning(request, "setting_not_honoured", "Reasoning.Effort");
    }

    [Fact]
    public void Choice_ForcedOnAModelThatRefusesIt_IsLeftToTheModel()
    {
        var request = Request(options: new() { Tools = [Weather], ToolMode = ChatToolMode.RequireAny }, model: "claude-fable-5-1");

        AssertJson("""{"type":"auto"}""", Write(request)["tool_choice"]);
        AssertWarning(request, "setting_adjusted", "ToolMode");
    }

    private sealed class Declared(AIFunctionDeclaration inner, AdditionalPropertiesDictionary properties) : AIFunctionDeclaration
    {
        public override string Name => inner.Name;

        public override string Description => inner.Description;

        public override JsonElement JsonSchema => inner.JsonSchema;

        public override IReadOnlyDictionary<string, object?> AdditionalProperties => properties;
    }
}
