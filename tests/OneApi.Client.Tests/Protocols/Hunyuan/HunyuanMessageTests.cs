using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.AI;
using static OneApi.Client.Tests.Protocols.Hunyuan.HunyuanWire;

namespace OneApi.Client.Tests.Protocols.Hunyuan;

/// <summary>protocols/hunyuan.md §3: one system message first, then user (or tool) and assistant by turns, from the user to the user, nothing empty, 40 at most.</summary>
public sealed class HunyuanMessageTests
{
    private const string Placed = "setting_adjusted:messages";

    [Fact]
    public void Write_LeadingSystemsAndInstructions_AreOne()
    {
        var request = Request([new(ChatRole.System, "one"), new(new("developer"), "two"), new(ChatRole.User, "hi")], new() { Instructions = "zero" });

        AssertJson("""[{"Role":"system","Content":"zero\n\none\n\ntwo"},{"Role":"user","Content":"hi"}]""", Write(request)["Messages"]);
        Assert.Empty(WarningsOf(request));
    }

    [Fact]
    public void Write_LaterSystem_IsTheUsers_WithAWarning()
    {
        var (messages, warnings) = Messages(new(ChatRole.User, "hi"), new(ChatRole.Assistant, "yes"), new(ChatRole.System, "be brief"));

        AssertJson("""[{"Role":"user","Content":"hi"},{"Role":"assistant","Content":"yes"},{"Role":"user","Content":"be brief"}]""", messages);
        Assert.Equal(["setting_adjusted:system message"], warnings);
    }

    [Fact]
    public void Write_OneSideTwice_IsOneMessage()
    {
        var (messages, warnings) = Messages(new(ChatRole.User, "a"), new(ChatRole.User, "b"), new(ChatRole.Assistant, "c"), new(ChatRole.Assistant, "d"), new(ChatRole.User, "e"));

        AssertJson("""[{"Role":"user","Content":"a\n\nb"},{"Role":"assistant","Content":"c\n\nd"},{"Role":"user","Content":"e"}]""", messages);
        Assert.Empty(warnings);
    }

    [Fact]
    public void Write_FromAndToTheAssistant_GetsPlaceholders_WithAWarning()
    {
        var (messages, warnings) = Messages(new(ChatRole.Assistant, "hello"), new(ChatRole.User, "hi"), new(ChatRole.Assistant, "so"));

        AssertJson("""[{"Role":"user","Content":"…"},{"Role":"assistant","Content":"hello"},{"Role":"user","Content":"hi"},{"Role":"assistant","Content":"so"},{"Role":"user","Content":"…"}]""", messages);
        Assert.Equal([Placed], warnings);
    }

    [Fact]
    public void Write_ToolRound_HasCallsWithIndexes_AndResultsWithIds()
    {
        var (messages, warnings) = Messages(
            new(ChatRole.User, "weather?"),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "get_weather", new Dictionary<string, object?> { ["city"] = "Rome" }), new FunctionCallContent("c2", "get_time")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "sunny"), new FunctionResultContent("c2", null)]));

        AssertJson(
            """
            [{"Role":"user","Content":"weather?"},
             {"Role":"assistant","Content":" ","ToolCalls":[{"Id":"c1","Type":"function","Function":{"Name":"get_weather","Arguments":"{\"city\":\"Rome\"}"},"Index":0},{"Id":"c2","Type":"function","Function":{"Name":"get_time","Arguments":"{}"},"Index":1}]},
             {"Role":"tool","ToolCallId":"c1","Content":"sunny"},
             {"Role":"tool","ToolCallId":"c2","Content":" "}]
            """,
            messages);
        Assert.Empty(warnings);
    }

    [Fact]
    public void Write_UserBehindAResult_IsPartedByAPlaceholder()
    {
        var (messages, warnings) = Messages(
            new(ChatRole.User, "weather?"),
            new(ChatRole.Assistant, [new TextContent("let me see"), new FunctionCallContent("c1", "get_weather")]),
            new(ChatRole.User, [new TextContent("and tomorrow?"), new FunctionResultContent("c1", "sunny")]));

        Assert.Equal(["user", "assistant", "tool", "assistant", "user"], messages!.AsArray().Select(static message => message!["Role"]!.GetValue<string>()));
        Assert.Equal(["weather?", "let me see", "sunny", "…", "and tomorrow?"], messages.AsArray().Select(static message => message!["Content"]!.GetValue<string>()));
        Assert.Equal([Placed], warnings);
    }

    [Fact]
    public void Write_Media_AreContents()
    {
        var (messages, warnings) = Messages(new ChatMessage(ChatRole.User,
        [
            new TextContent("what is it?"),
            new UriContent("https://x.test/a.png", "image/png"),
            new DataContent("data:image/png;base64,AAEC"),
            new UriContent("https://x.test/a.mp4", "video/mp4") { AdditionalProperties = new() { ["Fps"] = 2 } },
        ]));

        AssertJson(
            """
            [{"Role":"user","Contents":[{"Type":"text","Text":"what is it?"},{"Type":"image_url","ImageUrl":{"Url":"https://x.test/a.png"}},
              {"Type":"image_url","ImageUrl":{"Url":"data:image/png;base64,AAEC"}},{"Type":"video_url","VideoUrl":{"Url":"https://x.test/a.mp4","Fps":2}}]}]
            """,
            messages);
        Assert.Empty(warnings);
    }

    /// <summary>Reasoning that goes back is an error at the vendor's.</summary>
    [Fact]
    public void Write_Reasoning_IsNeverSentBack()
    {
        var (messages, warnings) = Messages(new(ChatRole.User, "a"), new(ChatRole.Assistant, [new TextReasoningContent("hmm"), new TextContent("b")]), new(ChatRole.User, "c"));

        AssertJson("""[{"Role":"user","Content":"a"},{"Role":"assistant","Content":"b"},{"Role":"user","Content":"c"}]""", messages);
        Assert.Empty(warnings);
    }

    [Fact]
    public void Write_EmptyMessages_AreLeftOut() =>
        AssertJson("""[{"Role":"user","Content":"a\n\nb"}]""", Messages(new(ChatRole.User, "a"), new(ChatRole.Assistant, ""), new(ChatRole.User, "b")).Messages);

    [Fact]
    public void Write_WhatHasNoPlace_IsReported()
    {
        var (_, warnings) = Messages(new ChatMessage(ChatRole.User, [new TextContent("a"), new DataContent("data:application/pdf;base64,AAEC"), new HostedFileContent("f")]) { AuthorName = "Ann" });

        Assert.Equal(["content_not_sent:DataContent", "content_not_sent:HostedFileContent", "content_not_sent:AuthorName"], warnings);
    }

    [Fact]
    public void Write_FortyOneMessages_LoseTheOldest_WithAWarning()
    {
        var turns = Enumerable.Range(0, 41).Select(static i => new ChatMessage(i % 2 == 0 ? ChatRole.User : ChatRole.Assistant, $"m{i}"));
        var request = Request([.. turns], new() { Instructions = "system" });

        var messages = Write(request)["Messages"]!.AsArray();

        Assert.Equal(["system", "m2", "m3"], messages.Take(3).Select(static message => message!["Content"]!.GetValue<string>()));
        Assert.Equal(40, messages.Count);
        Assert.Equal("m40", messages[^1]!["Content"]!.GetValue<string>());
        Assert.Equal(["content_not_sent:messages"], WarningsOf(request));
    }

    /// <summary>Whatever the history, what is written keeps every rule, and no text is lost but by the limit of 40.</summary>
    [Fact]
    public void Write_AnyHistory_KeepsTheRulesOfThePage() => Gen.OneOf(
            Gen.Const("user"), Gen.Const("assistant"), Gen.Const("system"), Gen.Const("call"), Gen.Const("result"), Gen.Const("empty"), Gen.Const("both"))
        .Array[1, 60]
        .Sample(static kinds =>
        {
            ChatMessage[] messages = [.. kinds.Select(static (kind, i) => MessageOf(kind, $"text {i}."))];
            if (!messages.Any(static message => message.Role != ChatRole.System && message.Contents.Any(static content => content is not TextContent { Text: "" })))
            {
                return; // nothing to send: that is the provider's to refuse
            }

            var request = Request(messages);
            var body = Write(request);

            AssertRules(body["Messages"]!.AsArray());
            if (!WarningsOf(request).Contains("content_not_sent:messages"))
            {
                var sent = body.ToJsonString();
                Assert.All(messages.SelectMany(static message => message.Contents.OfType<TextContent>()).Where(static text => text.Text.Length > 0), text => Assert.Contains(text.Text, sent, StringComparison.Ordinal));
            }
        });

    private static void AssertRules(JsonArray messages)
    {
        var roles = messages.Select(static message => message!["Role"]!.GetValue<string>()).ToList();
        Assert.InRange(roles.Count, 1, 40);
        Assert.DoesNotContain("system", roles.Skip(1));
        var said = roles.Where(static role => role != "system").ToList();
        Assert.Equal("user", said[0]);
        Assert.NotEqual("assistant", said[^1]);
        Assert.All(said.Zip(said.Skip(1)), static pair => Assert.True((pair.First == "assistant") != (pair.Second == "assistant") || pair is ("tool", "tool"), $"{pair.First} before {pair.Second}"));
        Assert.All(messages, static message => Assert.NotEqual("", message!["Content"]?.GetValue<string>() ?? "contents"));
    }

    private static ChatMessage MessageOf(string kind, string text) => kind switch
    {
        "call" => new(ChatRole.Assistant, [new FunctionCallContent("c", "f")]),
        "result" => new(ChatRole.Tool, [new FunctionResultContent("c", text)]),
        "both" => new(ChatRole.Assistant, [new TextContent(text), new FunctionCallContent("c", "f"), new FunctionResultContent("c", "r")]),
        "empty" => new(ChatRole.User, ""),
        _ => new(new(kind), text),
    };
}
