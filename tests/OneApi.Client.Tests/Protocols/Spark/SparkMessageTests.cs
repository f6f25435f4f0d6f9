using Microsoft.Extensions.AI;
using static OneApi.Client.Tests.Protocols.Spark.SparkWire;

namespace OneApi.Client.Tests.Protocols.Spark;

/// <summary>protocols/spark.md §4, §5, §7: one system message in front, user and assistant in turn, the user last, text only.</summary>
public class SparkMessageTests
{
    private static readonly byte[] Pixels = [1, 2, 3];

    [Theory]
    [InlineData(Max)]
    [InlineData("4.0Ultra")]
    [InlineData("pro-128k")]
    [InlineData("max-32k")]
    public void System_IsTheFirst_WhereTheModelTakesIt(string model)
    {
        var request = Request([new(ChatRole.System, "b"), new(ChatRole.System, "c"), new(ChatRole.User, "hi")], new() { Instructions = "a" }, model);

        AssertJson("""[{"role":"system","content":"a\n\nb\n\nc"},{"role":"user","content":"hi"}]""", Write(request)["payload"]!["message"]!["text"]);
        Assert.Empty(request.Warnings.All);
    }

    [Theory]
    [InlineData(Lite)]
    [InlineData("generalv3")]
    [InlineData("x1")]
    public void System_IsTheUsers_WhereTheModelTakesNone(string model)
    {
        var (texts, warnings) = Texts(model, new(ChatRole.System, "be brief"), new(ChatRole.User, "hi"));

        AssertJson("""[{"role":"user","content":"be brief\nhi"}]""", texts);
        Assert.Equal(["setting_adjusted:system message"], warnings);
    }

    [Fact]
    public void System_ThatComesLater_IsTheUsers()
    {
        var (texts, warnings) = Texts(Max, new(ChatRole.User, "a"), new(ChatRole.Assistant, "b"), new(ChatRole.System, "c"), new(ChatRole.User, "d"));

        AssertJson("""[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c\nd"}]""", texts);
        Assert.Equal(["setting_adjusted:system message"], warnings);
    }

    [Fact]
    public void Neighbours_OfOneRole_AreOneMessage()
    {
        var (texts, warnings) = Texts(Max, new(ChatRole.User, "a"), new(ChatRole.User, "b"), new(ChatRole.Assistant, "c"), new(ChatRole.Assistant, "d"), new(ChatRole.User, "e"));

        AssertJson("""[{"role":"user","content":"a\nb"},{"role":"assistant","content":"c\nd"},{"role":"user","content":"e"}]""", texts);
        Assert.Empty(warnings);
    }

    [Fact]
    public void AMessageWithoutText_IsNoMessage()
    {
        var (texts, _) = Texts(Max, new(ChatRole.User, "a"), new(ChatRole.Assistant, ""), new(ChatRole.User, "b"));

        AssertJson("""[{"role":"user","content":"a\nb"}]""", texts);
    }

    [Fact]
    public void AnAnswerAtTheEnd_IsSentAsTheUsers()
    {
        var (texts, warnings) = Texts(Max, new(ChatRole.User, "a"), new(ChatRole.Assistant, "b"));

        AssertJson("""[{"role":"user","content":"a\nb"}]""", texts);
        Assert.Equal(["setting_adjusted:assistant message"], warnings);
    }

    [Fact]
    public void InstructionsAlone_AreTheUsers()
    {
        var request = Request([], new() { Instructions = "a" });

        AssertJson("""[{"role":"user","content":"a"}]""", Write(request)["payload"]!["message"]!["text"]);
        Assert.Equal(["setting_adjusted:system message"], WarningsOf(request));
    }

    [Fact]
    public void Calls_AreToldByTheAssistant_ResultsByTheUser()
    {
        var (texts, warnings) = Texts(
            Max,
            new(ChatRole.User, "weather?"),
            new(ChatRole.Assistant, [new TextContent("I look."), new FunctionCallContent("c1", "get_weather", new Dictionary<string, object?> { ["city"] = "Beijing" })]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", new Dictionary<string, object?> { ["temperature"] = 20 })]));

        AssertJson(
            """
            [{"role":"user","content":"weather?"},
             {"role":"assistant","content":"I look.\nget_weather({\"city\":\"Beijing\"})"},
             {"role":"user","content":"get_weather: {\"temperature\":20}"}]
            """,
            texts);
        Assert.Empty(warnings);
    }

    [Fact]
    public void Results_OfSeveralCalls_AndWhatTheUserSaysBesides_AreOneMessage()
    {
        var (texts, _) = Texts(
            Max,
            new(ChatRole.User, "a"),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "one"), new FunctionCallContent("c2", "two")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "x"), new FunctionResultContent("c2", null) { Exception = new InvalidOperationException("broken") }]),
            new(ChatRole.User, "b"));

        AssertJson("""[{"role":"user","content":"a"},{"role":"assistant","content":"one({})\ntwo({})"},{"role":"user","content":"one: x\ntwo: Error: broken\nb"}]""", texts);
    }

    [Fact]
    public void AnImage_GoesFirst_ToTheModelsThatSee()
    {
        var (texts, warnings) = Texts("image", new ChatMessage(ChatRole.User, [new TextContent("what is it?"), new DataContent(Pixels, "image/png")]));

        AssertJson("""[{"role":"user","content":"AQID","content_type":"image"},{"role":"user","content":"what is it?","content_type":"text"}]""", texts);
        Assert.Empty(warnings);
    }

    [Fact]
    public void WhatNobodyCanCarry_IsSaid()
    {
        var second = new DataContent(Pixels, "image/png");
        var (_, seeing) = Texts("image", new ChatMessage(ChatRole.User, [new TextContent("a"), new DataContent(Pixels, "image/png"), second]));
        var (_, remote) = Texts("image", new ChatMessage(ChatRole.User, [new TextContent("a"), new UriContent("https://x.example/a.png", "image/png")]));
        var (texts, blind) = Texts(Max, new ChatMessage(ChatRole.User, [new TextContent("a"), second]) { AuthorName = "bob", AdditionalProperties = new() { ["x"] = 1 } });

        Assert.Equal(["content_not_sent:DataContent"], seeing);
        Assert.Equal(["content_not_sent:UriContent"], remote);
        Assert.Equal(["content_not_sent:AuthorName", "content_not_sent:AdditionalProperties", "content_not_sent:DataContent"], blind);
        AssertJson("""[{"role":"user","content":"a"}]""", texts);
    }

    [Fact]
    public void ReasoningOfEarlierTurns_StaysHere()
    {
        var (texts, warnings) = Texts("x1", new(ChatRole.User, "a"), new(ChatRole.Assistant, [new TextReasoningContent("hm"), new TextContent("b")]), new(ChatRole.User, "c"));

        AssertJson("""[{"role":"user","content":"a"},{"role":"assistant","content":"b"},{"role":"user","content":"c"}]""", texts);
        Assert.Empty(warnings);
    }
}
