using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.DashScope.DashScopeWire;

namespace OneApi.Client.Tests.Protocols.DashScope;

/// <summary>protocols/qwen.md §3 (message rules), §6, §8.</summary>
public sealed class DashScopeMessageTests
{
    private static readonly AITool Weather = AIFunctionFactory.Create((string city) => city, "weather", "Tells the weather.");

    [Fact]
    public void System_IsOneMessage_AndTheFirst()
    {
        var request = Request([new(ChatRole.System, "one"), new(ChatRole.User, "hi"), new(ChatRole.System, "late")], new() { Instructions = "zero" });

        AssertJson("""[{"role":"system","content":"zero\n\none"},{"role":"user","content":"hi"},{"role":"user","content":"late"}]""", Write(request)["input"]!["messages"]);
        Assert.Equal("setting_adjusted", Assert.Single(request.Warnings.All).Code);
    }

    [Fact]
    public void ToolTurn_GoesBackInOpenAIsShape() => AssertJson(
        """
        [{"role":"user","content":"Rain?"},
         {"role":"assistant","content":"","tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Köln\"}"}}]},
         {"role":"tool","tool_call_id":"call_1","content":"rain"}]
        """,
        Messages(
            Text,
            new(ChatRole.User, "Rain?"),
            new(ChatRole.Assistant, [new TextReasoningContent("hm"), new FunctionCallContent("call_1", "weather", new Dictionary<string, object?> { ["city"] = "Köln" })]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "rain")])));

    [Fact]
    public void Reasoning_IsNotSentBack() => AssertJson(
        """[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]""",
        Messages(Text, new(ChatRole.User, "a"), new(ChatRole.Assistant, [new TextReasoningContent("hm"), new TextContent("b")]), new(ChatRole.User, "c")));

    [Fact]
    public void AssistantAtTheEnd_IsTheBeginningOfTheAnswer() => AssertJson(
        """[{"role":"user","content":"a"},{"role":"assistant","content":"b","partial":true}]""",
        Messages(Text, new(ChatRole.User, "a"), new(ChatRole.Assistant, "b")));

    [Fact]
    public void Multimodal_ContentIsItemsWithoutType() => AssertJson(
        """
        [{"role":"system","content":[{"text":"Look."}]},
         {"role":"user","content":[{"image":"https://a/b.png"},{"image":"data:image/png;base64,AQID"},{"video":"https://a/c.mp4"},{"audio":"https://a/d.wav"},{"text":"What?"}]},
         {"role":"assistant","content":[{"text":"That."}]},
         {"role":"user","content":[{"text":"Why?"}]}]
        """,
        Messages(
            Vision,
            new(ChatRole.System, "Look."),
            new(ChatRole.User,
            [
                new UriContent("https://a/b.png", "image/png"), new DataContent(new byte[] { 1, 2, 3 }, "image/png"), new UriContent("https://a/c.mp4", "video/mp4"),
                new UriContent("https://a/d.wav", "audio/wav"), new TextContent("What?"),
            ]),
            new(ChatRole.Assistant, "That."),
            new(ChatRole.User, "Why?")));

    [Fact]
    public void Multimodal_MembersOfAnItem_StandBesideIt_DetailIsIgnored() => AssertJson(
        """[{"role":"user","content":[{"image":"https://a/b.png","min_pixels":3136}]}]""",
        Messages(Vision, new ChatMessage(ChatRole.User, [new UriContent("https://a/b.png", "image/png") { AdditionalProperties = new() { ["min_pixels"] = 3136, ["detail"] = "high" } }])));

    [Fact]
    public void WhatHasNoPlace_IsAWarning()
    {
        var request = Request([new(ChatRole.User, [new TextContent("a"), new DataContent(new byte[] { 1 }, "application/pdf"), new HostedFileContent("f")]) { AuthorName = "ann" }]);

        AssertJson("""[{"role":"user","content":"a"}]""", Write(request)["input"]!["messages"]);
        Assert.Equal(["AuthorName", "DataContent", "HostedFileContent"], request.Warnings.All.Select(static warning => warning.Setting).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Tools_StandInTheParameters()
    {
        var body = Write(Request(options: new() { Tools = [Weather], ToolMode = ChatToolMode.Auto, AllowMultipleToolCalls = true }));

        Assert.False(body.ContainsKey("tools"));
        var parameters = body["parameters"]!;
        AssertJson("\"auto\"", parameters["tool_choice"]);
        AssertJson("true", parameters["parallel_tool_calls"]);
        var tool = Assert.Single(parameters["tools"]!.AsArray())!;
        AssertJson("\"function\"", tool["type"]);
        AssertJson("\"weather\"", tool["function"]!["name"]);
        AssertJson("\"Tells the weather.\"", tool["function"]!["description"]);
        AssertJson("\"object\"", tool["function"]!["parameters"]!["type"]);
    }

    [Fact]
    public void ToolChoice_Forms()
    {
        AssertJson("\"none\"", Choice(ChatToolMode.None, null));
        AssertJson("\"required\"", Choice(ChatToolMode.RequireAny, null));
        AssertJson("""{"type":"function","function":{"name":"weather"}}""", Choice(ChatToolMode.RequireSpecific("weather"), null));
    }

    [Fact]
    public void ToolChoice_OfANamedTool_IsNotForAModelThatThinks()
    {
        var (parameters, warnings) = Parameters(new() { Tools = [Weather], ToolMode = ChatToolMode.RequireSpecific("weather"), Reasoning = new() { Effort = ReasoningEffort.High } });

        Assert.False(parameters.ContainsKey("tool_choice"));
        Assert.Equal(["setting_not_honoured:ToolMode"], warnings);
    }

    [Fact]
    public void WebSearch_IsASwitch()
    {
        var (parameters, warnings) = Parameters(new() { Tools = [new HostedWebSearchTool(), new HostedCodeInterpreterTool()] });

        AssertJson("""{"result_format":"message","enable_search":true}""", parameters);
        Assert.Equal(["setting_not_honoured:Tools"], warnings);
    }

    private static System.Text.Json.Nodes.JsonNode? Choice(ChatToolMode mode, ReasoningEffort? effort) =>
        Parameters(new() { Tools = [Weather], ToolMode = mode, Reasoning = new() { Effort = effort } }).Parameters["tool_choice"];
}
