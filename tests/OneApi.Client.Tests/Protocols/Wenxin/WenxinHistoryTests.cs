using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.Wenxin.WenxinWire;

namespace OneApi.Client.Tests.Protocols.Wenxin;

/// <summary>protocols/wenxin.md §3: odd count, turns, no empty content, names of results.</summary>
public sealed class WenxinHistoryTests
{
    private static readonly ChatMessage Hi = new(ChatRole.User, "hi");

    [Fact]
    public void Write_NeighboursOfOneRole_BecomeOne()
    {
        Expect(
            """[{"role":"user","content":"a\nb"},{"role":"assistant","content":"c\nd"},{"role":"user","content":"e"}]""",
            [],
            new(ChatRole.User, "a"), new(ChatRole.User, "b"), new(ChatRole.Assistant, "c"), new(ChatRole.Assistant, "d"), new(ChatRole.User, "e"));
    }

    [Fact]
    public void Write_EmptyMessages_AreLeftOut()
    {
        Expect(
            """[{"role":"user","content":"a\nb"}]""",
            [],
            new(ChatRole.User, "a"), new(ChatRole.Assistant, ""), new(ChatRole.User, [new TextContent("")]), new(ChatRole.Assistant, [new TextReasoningContent("thought"), new UsageContent(new())]), new(ChatRole.User, "b"));
    }

    [Fact]
    public void Write_AGreetingFirst_IsKeptBehindATurnThatSaysNothing()
    {
        Expect(
            """[{"role":"user","content":"(The assistant speaks first.)"},{"role":"assistant","content":"welcome"},{"role":"user","content":"hi"}]""",
            ["setting_adjusted:messages"],
            new(ChatRole.Assistant, "welcome"), Hi);
    }

    [Fact]
    public void Write_ACallAndItsResult_AreATurnEach_AndTheResultIsNamed()
    {
        Expect(
            """
            [{"role":"user","content":"hi"},
             {"role":"assistant","content":"","function_call":{"name":"f","arguments":"{\"a\":1}"}},
             {"role":"function","name":"f","content":"sunny"}]
            """,
            [],
            Hi, Calls(("c1", "f")), Results(("c1", "sunny")));
    }

    /// <summary>Several calls of one message: the wire has room for one, so they follow each other with their results.</summary>
    [Fact]
    public void Write_ParallelCalls_BecomeSeveralTurns()
    {
        const string Expected =
            """
            [{"role":"user","content":"hi"},
             {"role":"assistant","content":"Let me see.","function_call":{"name":"f","arguments":"{\"a\":1}"}},
             {"role":"function","name":"f","content":"one"},
             {"role":"assistant","content":"","function_call":{"name":"g","arguments":"{\"a\":1}"}},
             {"role":"function","name":"g","content":"two"}]
            """;
        var calls = Calls(("c1", "f"), ("c2", "g"));
        calls.Contents.Insert(0, new TextContent("Let me see."));

        Expect(Expected, [], Hi, calls, Results(("c2", "two"), ("c1", "one")));
        Expect(Expected, [], Hi, calls, Results(("c2", "two")), Results(("c1", "one")));
    }

    [Fact]
    public void Write_WordsBehindAResult_StandBehindATurnThatSaysNothing()
    {
        Expect(
            """
            [{"role":"user","content":"hi"},
             {"role":"assistant","content":"","function_call":{"name":"f","arguments":"{\"a\":1}"}},
             {"role":"function","name":"f","content":"sunny"},
             {"role":"assistant","content":"(The assistant says nothing.)"},
             {"role":"user","content":"and?"}]
            """,
            ["setting_adjusted:messages"],
            Hi, Calls(("c1", "f")), Results(("c1", "sunny")), new(ChatRole.User, "and?"));
    }

    [Fact]
    public void Write_AnEmptyResult_IsTheEmptyTextInJson()
    {
        Expect(
            """[{"role":"user","content":"hi"},{"role":"assistant","content":"","function_call":{"name":"f","arguments":"{\"a\":1}"}},{"role":"function","name":"f","content":"\"\""}]""",
            [],
            Hi, Calls(("c1", "f")), Results(("c1", "")));
    }

    [Fact]
    public void Write_AnIdThatComesAgain_MeetsItsOwnResult()
    {
        Expect(
            """
            [{"role":"user","content":"hi"},
             {"role":"assistant","content":"","function_call":{"name":"f","arguments":"{\"a\":1}"}},
             {"role":"function","name":"f","content":"one"},
             {"role":"assistant","content":"","function_call":{"name":"g","arguments":"{\"a\":1}"}},
             {"role":"function","name":"g","content":"two"}]
            """,
            [],
            Hi, Calls(("c", "f")), Results(("c", "one")), Calls(("c", "g")), Results(("c", "two")));
    }

    [Fact]
    public void Write_BrokenArguments_GoBackAsTheyCame()
    {
        var call = new FunctionCallContent("c1", "f") { Exception = new InvalidOperationException(), RawRepresentation = "{broken" };

        Expect(
            """[{"role":"user","content":"hi"},{"role":"assistant","content":"","function_call":{"name":"f","arguments":"{broken"}},{"role":"function","name":"f","content":"x"}]""",
            [],
            Hi, new(ChatRole.Assistant, [call]), Results(("c1", "x")));
    }

    [Fact]
    public void Write_CallsOfAProvidersOwnServers_AreNotSent()
    {
        var message = new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("s", "search") { InformationalOnly = true }, new FunctionResultContent("s", "found"), new TextContent("answer")]);

        Expect("""[{"role":"user","content":"hi"},{"role":"assistant","content":"answer"},{"role":"user","content":"hi"}]""", [], Hi, message, Hi);
    }

    [Fact]
    public void Write_WhatIsNoText_IsReported()
    {
        Expect(
            """[{"role":"user","content":"look"}]""",
            ["content_not_sent:DataContent", "content_not_sent:AuthorName"],
            new ChatMessage(ChatRole.User, [new TextContent("look"), new DataContent(new byte[] { 1 }, "image/png")]) { AuthorName = "ann" });
    }

    [Fact]
    public void Write_AMediaResult_IsReported()
    {
        Expect(
            """[{"role":"user","content":"hi"},{"role":"assistant","content":"","function_call":{"name":"f","arguments":"{\"a\":1}"}},{"role":"function","name":"f","content":"\"\""}]""",
            ["content_not_sent:tool result"],
            Hi, Calls(("c1", "f")), new(ChatRole.Tool, [new FunctionResultContent("c1", new DataContent(new byte[] { 1 }, "image/png"))]));
    }

    public static TheoryData<string, ChatMessage[]> Hopeless => new()
    {
        { "nothing", [] },
        { "nothing but blanks", [new(ChatRole.User, "")] },
        { "only a system message", [new(ChatRole.System, "s")] },
        { "the assistant's words last", [Hi, new(ChatRole.Assistant, "so")] },
        { "a result without its call", [Hi, Results(("nobody", "x"))] },
        { "two calls without results", [Hi, Calls(("a", "f"), ("b", "g")), Hi] },
    };

    [Theory]
    [MemberData(nameof(Hopeless))]
    public void Write_WhatCannotBeRepaired_IsRefusedBeforeItIsSent(string because, ChatMessage[] messages)
    {
        var error = Assert.Throws<OneApiException>(() => Write(Request(messages)));

        Assert.True((OneApiErrorKind.InvalidRequest, "unsupported_history") == (error.Kind, error.ProviderCode), because);
    }

    private static void Expect(string expected, string[] warnings, params ChatMessage[] messages)
    {
        var request = Request(messages);

        AssertJson(expected, Write(request)["messages"]);
        Assert.Equal(warnings, WarningsOf(request));
    }

    private static ChatMessage Calls(params (string Id, string Name)[] calls) =>
        new(ChatRole.Assistant, [.. calls.Select(static call => new FunctionCallContent(call.Id, call.Name, new Dictionary<string, object?> { ["a"] = 1 }))]);

    private static ChatMessage Results(params (string Id, string Result)[] results) =>
        new(ChatRole.Tool, [.. results.Select(static result => new FunctionResultContent(result.Id, result.Result))]);
}
