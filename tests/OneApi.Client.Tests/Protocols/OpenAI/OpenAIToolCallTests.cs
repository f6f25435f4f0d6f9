using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using Xunit;
using static OneApi.Client.Tests.Protocols.OpenAI.OpenAIWire;

namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>Calls out of fragments (protocols/openai.md §4 "Fragment assembly", openai-compatible.md §1 rules 6 and 7) and out of whole messages.</summary>
public class OpenAIToolCallTests
{
    private static string Describe(ChatResponse response) => string.Join(';', Calls(response).Select(static call => $"{call.CallId} {call.Name} {Arguments(call)}"));

    private static string Assemble(params string[] fragments) => Describe(Deltas([.. fragments.Select(static fragment => $$"""{"tool_calls":[{{fragment}}]}""")]));

    [Fact]
    public void ByIndex() => Assert.Equal(
        """c1 f {"a":1}""",
        Assemble("""{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":""}}""", """{"index":0,"function":{"arguments":"{\"a\""}}""", """{"index":0,"function":{"arguments":":1}"}}"""));

    [Fact]
    public void Interleaved_AndSeveralInOneDelta_InTheOrderOfTheirIndexes() => Assert.Equal(
        """c0 f {"a":1};c1 g {"b":2};c2 h {}""",
        Assemble(
            """{"index":1,"id":"c1","function":{"name":"g","arguments":"{\"b\""}},{"index":0,"id":"c0","function":{"name":"f","arguments":"{\"a\""}}""",
            """{"index":0,"function":{"arguments":":"}},{"index":2,"id":"c2","function":{"name":"h"}}""",
            """{"index":1,"function":{"arguments":":2}"}}""",
            """{"index":0,"function":{"arguments":"1}"}}"""));

    [Theory]
    [InlineData("\"index\":\"0\",")]
    [InlineData("\"index\":null,")]
    [InlineData("")]
    public void Index_AsText_NullOrMissing(string index) => Assert.Equal(
        """c1 f {"a":1}""",
        Assemble($$$"""{{{{index}}}"id":"c1","function":{"name":"f","arguments":"{\"a\""}}""", $$$"""{{{{index}}}"function":{"arguments":":1}"}}"""));

    [Fact]
    public void Index_Missing_NewIdsOpenCalls_KnownOnesContinueTheirs() => Assert.Equal(
        """c1 f {"a":1};c2 g {"b":2}""",
        Assemble(
            """{"id":"c1","function":{"name":"f","arguments":"{\"a\""}}""", """{"id":"c2","function":{"name":"g","arguments":"{\"b\""}}""",
            """{"id":"c1","function":{"arguments":":1}"}}""", """{"id":"c2","function":{"arguments":":2}"}}"""));

    [Fact]
    public void IndexAndIdMissing_SeveralInOneDelta_AreSeveral() => Assert.Equal(
        "f {} g {}",
        string.Join(' ', Calls(Deltas("""{"tool_calls":[{"function":{"name":"f","arguments":"{}"}},{"function":{"name":"g","arguments":"{}"}}]}""")).Select(static call => call.Name + " " + Arguments(call))));

    [Fact]
    public void Id_Repeated_ContinuesItsCall() => Assert.Equal(
        """c1 f {"a":1}""",
        Assemble("""{"index":0,"id":"c1","function":{"name":"f","arguments":"{\"a\""}}""", """{"index":0,"id":"c1","function":{"name":"f","arguments":":1}"}}"""));

    [Fact]
    public void Id_NewOnTheSameIndex_OpensACall() => Assert.Equal(
        """c1 f {"a":1};c2 g {"b":2}""",
        Assemble(
            """{"index":0,"id":"c1","function":{"name":"f","arguments":"{\"a\":1}"}}""", """{"index":0,"id":"c2","function":{"name":"g","arguments":"{\"b\""}}""", """{"index":0,"function":{"arguments":":2}"}}"""));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("null")]
    public void Id_OfNothing_IsMade(string id)
    {
        var call = Assert.Single(Calls(Deltas($$$"""{"tool_calls":[{"index":0,"id":{{{id}}},"function":{"name":"f","arguments":"{}"}}]}""", $$$"""{"tool_calls":[{"index":0,"id":{{{id}}},"function":{"name":"","arguments":""}}]}""")));

        Assert.StartsWith("call_", call.CallId, StringComparison.Ordinal);
        Assert.Equal("f", call.Name);
    }

    [Fact]
    public void Id_ThatComesLater_OrAsANumber_IsTaken() => Assert.Equal("7 f {}", Assemble("""{"index":0,"function":{"name":"f","arguments":"{"}}""", """{"index":0,"id":7,"function":{"arguments":"}"}}"""));

    [Fact]
    public void Id_BehindItsFunction_StillOpensTheCall() => Assert.Equal(
        "c1 f {};c2 g {}",
        Assemble("""{"function":{"arguments":"{}","name":"f"},"id":"c1","index":0}""", """{"function":{"arguments":"{}","name":"g"},"id":"c2","index":0}"""));

    [Fact]
    public void Name_IsNeverOverwritten() => Assert.Equal(
        "c f {}",
        Assemble("""{"index":0,"id":"c","function":{"name":"f"}}""", """{"index":0,"function":{"name":"","arguments":"{"}}""", """{"index":0,"function":{"name":"g","arguments":"}"}}""", """{"index":0,"function":{"name":null}}"""));

    [Theory]
    [InlineData("""{"city":"Köln","n":[1]}""", """{"city":"Köln","n":[1]}""")]
    [InlineData("\"\"", "{}")]
    [InlineData("null", "{}")]
    [InlineData("\"null\"", "{}")]
    [InlineData("\"  \"", "{}")]
    [InlineData("5", "{}")]
    public void Arguments_OfEveryKind(string arguments, string expected)
    {
        Assert.Equal("c f " + expected, Assemble($$$"""{"index":0,"id":"c","function":{"name":"f","arguments":{{{arguments}}}}}"""));
        Assert.Equal("c f " + expected, Describe(ReadMessage($$$"""
            "tool_calls":[{"id":"c","function":{"name":"f","arguments":{{{arguments}}}}}]
            """, "tool_calls")));
    }

    [Fact]
    public void Arguments_Missing_AreNone() => Assert.Equal("c f {}", Assemble("""{"index":0,"id":"c","function":{"name":"f"}}"""));

    [Theory]
    [InlineData("{\\\"a\\\":")]
    [InlineData("""[1]""")]
    [InlineData("""{} {}""")]
    [InlineData("\\\"text\\\"")]
    [InlineData("{\\\"a\\\":\\\"\\\\ud83d\\\"")]
    public void Arguments_ThatCannotBeRead_AreTheCallsException(string arguments)
    {
        foreach (var response in (ChatResponse[])[
            Deltas($$$"""{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{{{arguments}}}"}}]}"""),
            ReadMessage($$$"""
                "tool_calls":[{"id":"c","function":{"name":"f","arguments":"{{{arguments}}}"}}]
                """, "tool_calls")])
        {
            var call = Assert.Single(Calls(response));
            Assert.NotNull(call.Exception);
            Assert.Equal(JsonSerializer.Deserialize<string>("\"" + arguments + "\""), Arguments(call));
        }
    }

    [Fact]
    public void Legacy_FunctionCall_IsACallWithoutAnId()
    {
        var streamed = Assert.Single(Calls(Deltas("""{"function_call":{"name":"f","arguments":""}}""", """{"function_call":{"arguments":"{\"a\""}}""", """{"function_call":{"arguments":":1}"}}""")));
        var whole = Assert.Single(Calls(ReadMessage("""
            "content":null,"function_call":{"name":"f","arguments":"{\"a\":1}"}
            """, "function_call")));

        foreach (var call in (FunctionCallContent[])[streamed, whole])
        {
            Assert.Equal(("f", """{"a":1}"""), (call.Name, Arguments(call)));
            Assert.StartsWith("call_", call.CallId, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ToolCalls_AsASingleObject() => Assert.Equal("c f {}", Describe(Deltas("""{"tool_calls":{"id":"c","function":{"name":"f","arguments":"{}"}}}""")));

    [Fact]
    public void Whole_EachItemIsACall_WhateverItsIndexAndIdSay()
    {
        Assert.Equal(["f", "g"], Calls(ReadMessage("""
            "tool_calls":[{"function":{"name":"f","arguments":"{}"}},{"function":{"name":"g","arguments":"{}"}}]
            """)).Select(static call => call.Name));
        Assert.Equal("c f {};c g {}", Describe(ReadMessage("""
            "tool_calls":[{"id":"c","index":0,"type":"function","function":{"name":"f","arguments":"{}"}},{"id":"c","index":0,"function":{"name":"g","arguments":"{}"}},null,{}]
            """)));
    }

    [Fact]
    public void CustomCalls_HaveInput_AndGoBackAsTheyCame()
    {
        var response = Deltas("""{"tool_calls":[{"index":0,"id":"c","type":"custom","custom":{"name":"sql","input":"select "}}]}""", """{"tool_calls":[{"index":0,"custom":{"input":"1"}}]}""");

        Assert.Equal("""c sql {"input":"select 1"}""", Describe(response));
        AssertMessages("""[{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"custom","custom":{"name":"sql","input":"select 1"}}]}]""", [.. response.Messages]);
    }

    [Fact]
    public void OtherMembersOfACall_GoBackToTheirMaker_AndToNobodyElse()
    {
        const string Call = """{"id":"c","type":"function","function":{"name":"f","arguments":"{}"},"extra_content":{"google":{"thought_signature":"s"}}}""";
        var message = ReadMessage($"\"tool_calls\":[{Call}]", "tool_calls").Messages[0];
        var stored = JsonSerializer.Deserialize<ChatMessage>(JsonSerializer.Serialize(message, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;

        foreach (var one in (ChatMessage[])[message, stored])
        {
            AssertMessages($$"""[{"role":"assistant","content":null,"tool_calls":[{{Call}}]}]""", one);
            AssertJson(
                """[{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]}]""",
                Write(Request([one], endpoint: EndpointOf("groq")))["messages"]);
        }
    }

    [Fact]
    public void BrokenUnicode_InArguments_IsNoFailure()
    {
        var call = Assert.Single(Calls(Deltas("""{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{\"a\":\"x\ud83d\"}"}}]}""")));

        Assert.Null(call.Exception);
        Assert.Equal("x\uFFFD", call.Arguments!["a"]!.ToString());
    }
}
