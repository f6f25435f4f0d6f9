using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using Xunit;
using static OneApi.Client.Tests.Protocols.Gemini.GeminiWire;

namespace OneApi.Client.Tests.Protocols.Gemini;

public sealed class GeminiToolTests
{
    private static readonly AIFunctionDeclaration Weather = AIFunctionFactory.CreateDeclaration(
        "weather",
        "The weather of a city.",
        JsonDocument.Parse("""{"type":"object","properties":{"city":{"type":"string"},"unit":{"const":"C"}},"required":["city"],"additionalProperties":false}""").RootElement);

    [Fact]
    public void Write_Function_TakesJsonSchemaAsItIs() => AssertJson(
        """
        [{"functionDeclarations":[{"name":"weather","description":"The weather of a city.",
          "parametersJsonSchema":{"type":"object","properties":{"city":{"type":"string"},"unit":{"const":"C"}},"required":["city"],"additionalProperties":false}}]}]
        """,
        Tools([Weather]));

    [Fact]
    public void Write_FunctionForAServerWithoutJsonSchema_TakesTheSubset() => AssertJson(
        """
        [{"functionDeclarations":[{"name":"weather","description":"The weather of a city.",
          "parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"},"unit":{"type":"STRING","enum":["C"]}},"required":["city"]}}]}]
        """,
        Tools([Weather], new() { JsonSchema = false }));

    [Theory]
    [InlineData("{}")]
    [InlineData("true")]
    [InlineData("""{"type":"object"}""")]
    [InlineData("""{"$schema":"x","type":"object","properties":{},"additionalProperties":false,"required":[]}""")]
    public void Write_FunctionWithoutArguments_HasNoParameters(string schema) => AssertJson(
        """[{"functionDeclarations":[{"name":"now"}]}]""",
        Tools([AIFunctionFactory.CreateDeclaration("now", null, JsonDocument.Parse(schema).RootElement)]));

    [Fact]
    public void Write_SeveralFunctions_ShareOneEntry()
    {
        var tools = Tools([Weather, AIFunctionFactory.Create(static () => 1, "one", "One."), AIFunctionFactory.Create(static ([Description("n")] int n) => n, "two", "Two.")]);

        Assert.Single(tools!.AsArray());
        Assert.Equal(["weather", "one", "two"], tools[0]!["functionDeclarations"]!.AsArray().Select(static item => item!["name"]!.GetValue<string>()));
        AssertJson("""{"type":"object","properties":{"n":{"description":"n","type":"integer"}},"required":["n"]}""", tools[0]!["functionDeclarations"]![2]!["parametersJsonSchema"]);
    }

    [Fact]
    public void Write_HostedTools_AreEntriesOfTheirOwn() => AssertJson(
        """[{"googleSearch":{}},{"codeExecution":{}},{"fileSearch":{"fileSearchStoreNames":["fileSearchStores/a"],"topK":3}}]""",
        Tools([new HostedWebSearchTool(), new HostedCodeInterpreterTool(), new HostedFileSearchTool { Inputs = [new HostedVectorStoreContent("fileSearchStores/a")], MaximumResultCount = 3 }]));

    [Fact]
    public void Write_UnknownTool_IsWarnedOf()
    {
        var request = Request(options: new() { Tools = [new HostedMcpServerTool("x", "https://example.com")] });

        var body = Write(request);

        Assert.Null(body["tools"]);
        AssertWarning(request, "Tools");
    }

    public static TheoryData<string, string> Modes => new()
    {
        { "auto", """{"mode":"AUTO"}""" },
        { "none", """{"mode":"NONE"}""" },
        { "any", """{"mode":"ANY"}""" },
        { "weather", """{"mode":"ANY","allowedFunctionNames":["weather"]}""" },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public void Write_ToolMode_IsFunctionCallingConfig(string mode, string expected)
    {
        ChatToolMode choice = mode switch
        {
            "auto" => ChatToolMode.Auto,
            "none" => ChatToolMode.None,
            "any" => ChatToolMode.RequireAny,
            _ => ChatToolMode.RequireSpecific(mode),
        };

        AssertJson($$"""{"functionCallingConfig":{{expected}}}""", Write(Request(options: new() { Tools = [Weather], ToolMode = choice }))["toolConfig"]);
    }

    [Fact]
    public void Write_NoToolMode_HasNoToolConfig() => Assert.Null(Write(Request(options: new() { Tools = [Weather] }))["toolConfig"]);

    [Fact]
    public void Write_ToolModeWithoutFunctions_HasNoToolConfig() =>
        Assert.Null(Write(Request(options: new() { Tools = [new HostedWebSearchTool()], ToolMode = ChatToolMode.RequireAny }))["toolConfig"]);

    private static JsonNode? Tools(IList<AITool> tools, WireProfile? profile = null) =>
        Write(Request(options: new() { Tools = tools }, endpoint: EndpointOf("gemini", profile)))["tools"];
}
