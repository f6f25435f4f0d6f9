using Microsoft.Extensions.AI;
using static OneApi.Client.AspNetCore.Tests.Dialects.Responses.ResponsesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>Tools that stand in a namespace (the reference's <c>namespace</c> tools; Codex sends them), in front of providers that know none.</summary>
public class ResponsesNamespaceTests
{
    private const string Tools = """
        "tools":[{"type":"function","name":"look"},
          {"type":"namespace","name":"agents","description":"Sub-agents.","tools":[
            {"type":"function","name":"close","description":"Closes one.","strict":true,"defer_loading":true,"parameters":{"type":"object","properties":{"target":{"type":"string"}}}},
            {"type":"custom","name":"say"}]},
          {"type":"tool_search"}]
        """;

    private const string Request = """{"model":"gpt-x","input":"Hello",""" + Tools + "}";

    [Fact]
    public void Read_ToolsOfANamespace_GoOutFlat_WithItsDescription()
    {
        var tools = ReadWith(Tools).Options.Tools!.Cast<AIFunctionDeclaration>().ToArray();

        Assert.Equal(["look", "agents__close", "agents__say"], tools.Select(static tool => tool.Name));
        Assert.Equal("Closes one.\n\nSub-agents.", tools[1].Description);
        Assert.Equal("Sub-agents.", tools[2].Description);
        AssertJson("""{"type":"object","properties":{"target":{"type":"string"}}}""", tools[1].JsonSchema);
        Assert.Equal(true, tools[1].AdditionalProperties["strict"]);
    }

    [Fact]
    public void Read_ALongName_IsCutToWhatProvidersTake_AndStaysUnique()
    {
        var space = new string('n', 60);
        var names = ReadWith($$"""
            "tools":[{"type":"namespace","name":"{{space}}","tools":[{"type":"function","name":"one_tool"},{"type":"function","name":"one_more"}]}]
            """).Options.Tools!.Select(static tool => tool.Name).ToArray();

        Assert.All(names, static name => Assert.InRange(name.Length, 1, 64));
        Assert.Equal(2, names.Distinct().Count());
    }

    [Fact]
    public void Write_ItsCalls_SayNamespaceAndName_WholeAndStreamed()
    {
        AIContent[] calls =
        [
            new FunctionCallContent("call_1", "agents__close", new Dictionary<string, object?> { ["target"] = "a" }),
            new FunctionCallContent("call_2", "agents__say", new Dictionary<string, object?> { ["input"] = "hi" }),
            new FunctionCallContent("call_3", "look"),
        ];
        string[] items =
        [
            """{"type":"function_call","status":"completed","arguments":"{\"target\":\"a\"}","call_id":"call_1","name":"close","namespace":"agents"}""",
            """{"type":"custom_tool_call","status":"completed","call_id":"call_2","input":"hi","name":"say","namespace":"agents"}""",
            """{"type":"function_call","status":"completed","arguments":"{}","call_id":"call_3","name":"look"}""",
        ];

        var whole = Answer(Whole(calls), Request).GetProperty("output").EnumerateArray().ToArray();
        var streamed = Stream([new(ChatRole.Assistant, calls) { FinishReason = ChatFinishReason.ToolCalls }], Request)
            .Where(static one => TextAt(one, "type") == "response.output_item.done").Select(static one => one.GetProperty("item")).ToArray();

        foreach (var output in new[] { whole, streamed })
        {
            Assert.Equal(items.Length, output.Length);
            for (var i = 0; i < items.Length; i++)
            {
                AssertJson(items[i].Insert(1, $"\"id\":\"{TextAt(output[i], "id")}\","), output[i]);
            }
        }
    }

    [Fact]
    public void Read_EarlierCalls_HaveTheFlatName_AlsoWhenTheirToolIsGone()
    {
        var messages = ReadItems("""
            {"type":"message","role":"user","content":"Hello"},
            {"type":"function_call","call_id":"call_1","namespace":"agents","name":"close","arguments":"{}"},
            {"type":"custom_tool_call","call_id":"call_2","namespace":"agents","name":"say","input":"hi"},
            {"type":"function_call_output","call_id":"call_1","output":"done"},
            {"type":"custom_tool_call_output","call_id":"call_2","output":"said"}
            """);

        Assert.Equal(["agents__close", "agents__say"], messages[1].Contents.Cast<FunctionCallContent>().Select(static call => call.Name));
    }

    [Theory]
    [InlineData("""{"type":"function","namespace":"agents","name":"close"}""")]
    [InlineData("""{"type":"allowed_tools","mode":"required","tools":[{"type":"function","namespace":"agents","name":"close"}]}""")]
    public void Read_AChoice_NamesItByItsNamespace(string choice)
    {
        var options = ReadWith(Tools + ",\"tool_choice\":" + choice).Options;

        Assert.True(options.ToolMode is RequiredChatToolMode { RequiredFunctionName: "agents__close" } || (options.ToolMode is RequiredChatToolMode { RequiredFunctionName: null } && options.Tools!.Single().Name == "agents__close"));
    }

    [Theory]
    [InlineData("""{"type":"namespace","tools":[]}""", "tools[0].name")]
    [InlineData("""{"type":"namespace","name":"a"}""", "tools[0].tools")]
    [InlineData("""{"type":"namespace","name":"a","tools":[1]}""", "tools[0].tools[0]")]
    [InlineData("""{"type":"namespace","name":"a","tools":[{"type":"web_search"}]}""", "tools[0].tools[0].type")]
    [InlineData("""{"type":"namespace","name":"a","tools":[{"type":"function","name":"b"}]},{"type":"function","name":"a__b"}""", "tools[1].name")]
    [InlineData("""{"type":"function","name":"a__b"},{"type":"namespace","name":"a","tools":[{"type":"function","name":"b"}]}""", "tools[1].tools[0].name")]
    [InlineData("""{"type":"tool_search","execution":"client"}""", "tools[0].execution")]
    public void Read_AWrongOne_NamesThePlace(string tools, string place) =>
        Assert.Equal(place, Refused($$"""{"model":"gpt-x","input":"Hello","tools":[{{tools}}]}""").Param);
}
