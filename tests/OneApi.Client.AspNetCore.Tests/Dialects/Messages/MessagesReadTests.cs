using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using static OneApi.Client.AspNetCore.Tests.Dialects.Messages.MessagesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Messages;

public sealed class MessagesReadTests
{
    [Fact]
    public void Read_PlainRequest_GivesModelLimitAndMessages()
    {
        var body = Read("""{"model":"claude-haiku-4-5","max_tokens":1024,"system":"Be brief.","messages":[{"role":"user","content":"Grüße"},{"role":"assistant","content":"Hallo"},{"role":"user","content":[{"type":"text","text":"Und?"}]}]}""");

        Assert.Equal("claude-haiku-4-5", body.Options.ModelId);
        Assert.Equal(1024, body.Options.MaxOutputTokens);
        Assert.False(body.Streaming);
        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User], body.Messages.Select(static message => message.Role));
        Assert.Equal(["Be brief.", "Grüße", "Hallo", "Und?"], body.Messages.Select(static message => message.Text));
        Assert.Null(body.Options.AdditionalProperties);
    }

    [Fact]
    public void Read_Settings_HaveTheirPlaces()
    {
        var options = ReadSettings("""
            "temperature":0.7,"top_p":0.9,"top_k":40,"stop_sequences":["END","\n\nHuman:"],"metadata":{"user_id":"u-1"},"tool_choice":{"type":"any","disable_parallel_tool_use":true},
            "tools":[{"name":"weather","description":"Says it","input_schema":{"type":"object","properties":{"city":{"type":"string"}}},"strict":true}]
            """).Options;

        Assert.Equal(0.7f, options.Temperature);
        Assert.Equal(0.9f, options.TopP);
        Assert.Equal(40, options.TopK);
        Assert.Equal(["END", "\n\nHuman:"], options.StopSequences!);
        Assert.Equal("u-1", options.EndUser);
        Assert.Same(ChatToolMode.RequireAny, options.ToolMode);
        Assert.False(options.AllowMultipleToolCalls);
        var tool = Assert.IsAssignableFrom<AIFunctionDeclaration>(Assert.Single(options.Tools!));
        Assert.Equal("weather", tool.Name);
        Assert.Equal("Says it", tool.Description);
        Assert.Equal("""{"type":"object","properties":{"city":{"type":"string"}}}""", tool.JsonSchema.GetRawText());
        Assert.Equal(true, tool.AdditionalProperties["strict"]);
    }

    [Theory]
    [InlineData("""{"type":"auto"}""", null)]
    [InlineData("""{"type":"tool","name":"weather"}""", "weather")]
    public void Read_ToolChoice_IsTheMode(string choice, string? name)
    {
        var mode = ReadSettings($"\"tool_choice\":{choice}").Options.ToolMode;

        Assert.Equal(name is null ? ChatToolMode.Auto : ChatToolMode.RequireSpecific(name), mode);
    }

    [Fact]
    public void Read_NoTool_IsTheMode() => Assert.Equal(ChatToolMode.None, ReadSettings("""
        "tool_choice":{"type":"none"}
        """).Options.ToolMode);

    [Theory]
    [InlineData("""{"type":"enabled","budget_tokens":1024}""", ReasoningEffort.Low)]
    [InlineData("""{"type":"enabled","budget_tokens":8192}""", ReasoningEffort.Medium)]
    [InlineData("""{"type":"enabled","budget_tokens":16384}""", ReasoningEffort.High)]
    [InlineData("""{"type":"enabled","budget_tokens":32000}""", ReasoningEffort.ExtraHigh)]
    [InlineData("""{"type":"disabled"}""", ReasoningEffort.None)]
    public void Read_Thinking_IsAnEffort(string thinking, ReasoningEffort effort) =>
        Assert.Equal(effort, ReadSettings($"\"thinking\":{thinking}").Options.Reasoning?.Effort);

    [Fact]
    public void Read_AdaptiveThinking_LeavesTheEffortToTheModel() => Assert.Null(ReadSettings("""
        "thinking":{"type":"adaptive"}
        """).Options.Reasoning?.Effort);

    [Theory]
    [InlineData("low", ReasoningEffort.Low)]
    [InlineData("medium", ReasoningEffort.Medium)]
    [InlineData("high", ReasoningEffort.High)]
    [InlineData("xhigh", ReasoningEffort.ExtraHigh)]
    [InlineData("max", ReasoningEffort.ExtraHigh)]
    public void Read_Effort_IsTheEffort(string word, ReasoningEffort effort) =>
        Assert.Equal(effort, ReadSettings("\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"" + word + "\"}").Options.Reasoning?.Effort);

    [Theory]
    [InlineData("""
        "output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}}
        """)]
    [InlineData("""
        "output_format":{"type":"json_schema","schema":{"type":"object"}}
        """)]
    public void Read_Format_IsTheSchema(string format)
    {
        var json = Assert.IsType<ChatResponseFormatJson>(ReadSettings(format).Options.ResponseFormat);

        Assert.Equal("""{"type":"object"}""", json.Schema?.GetRawText());
    }

    [Fact]
    public void Read_UnknownMembers_AreKeptForChannelsOfTheWire()
    {
        var options = ReadSettings("""
            "service_tier":"auto","container":"c-1","nothing":null
            """).Options;

        Assert.Equal(["messages:container", "messages:service_tier"], options.AdditionalProperties!.Keys.Order());
        Assert.Equal("\"auto\"", Assert.IsType<JsonElement>(options.AdditionalProperties["messages:service_tier"]).GetRawText());
    }

    [Fact]
    public void Read_Image_OfEachSource()
    {
        var contents = ReadBlocks("""
            [{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AQID"}},{"type":"image","source":{"type":"url","url":"https://example.com/a.png"}},{"type":"image","source":{"type":"file","file_id":"file_1"}}]
            """);

        var data = Assert.IsType<DataContent>(contents[0]);
        Assert.Equal("image/png", data.MediaType);
        Assert.Equal([1, 2, 3], data.Data.ToArray());
        Assert.Equal("https://example.com/a.png", Assert.IsType<UriContent>(contents[1]).Uri.OriginalString);
        Assert.True(((UriContent)contents[1]).HasTopLevelMediaType("image"));
        Assert.Equal("file_1", Assert.IsType<HostedFileContent>(contents[2]).FileId);
        Assert.All(contents, static content => Assert.Null(content.AdditionalProperties));
    }

    [Fact]
    public void Read_Documents_AreFilesOrTexts()
    {
        var contents = ReadBlocks("""
            [{"type":"document","title":"T","source":{"type":"base64","media_type":"application/pdf","data":"AQID"}},{"type":"document","title":"T","source":{"type":"text","media_type":"text/plain","data":"abc"}},
             {"type":"search_result","title":"S","source":"https://example.com","content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}]
            """);

        Assert.Equal("T", Assert.IsType<DataContent>(contents[0]).Name);
        Assert.Equal("T\nabc", Assert.IsType<TextContent>(contents[1]).Text);
        Assert.Equal("S\nhttps://example.com\none\ntwo", Assert.IsType<TextContent>(contents[2]).Text);
    }

    [Fact]
    public void Read_ToolLoop_ResultsAreMessagesOfTheirOwn()
    {
        var messages = ReadMessages("""
            [{"role":"user","content":"Weather?"},
             {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"blob"},{"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Paris","when":null}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":"sunny"},{"type":"tool_result","tool_use_id":"toolu_2","content":[{"type":"text","text":"no"}],"is_error":true},{"type":"text","text":"And?"}]}]
            """).Messages;

        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.Tool, ChatRole.User], messages.Select(static message => message.Role));
        var thought = Assert.IsType<TextReasoningContent>(messages[1].Contents[0]);
        Assert.Equal(("hm", "sig"), (thought.Text, thought.ProtectedData));
        Assert.Equal("blob", Assert.IsType<TextReasoningContent>(messages[1].Contents[1]).ProtectedData);
        var call = Assert.IsType<FunctionCallContent>(messages[1].Contents[2]);
        Assert.Equal(("toolu_1", "weather"), (call.CallId, call.Name));
        Assert.Equal("Paris", Assert.IsType<JsonElement>(call.Arguments!["city"]).GetString());
        Assert.Null(call.Arguments["when"]);
        var results = messages[2].Contents.Cast<FunctionResultContent>().ToList();
        Assert.Equal("sunny", results[0].Result);
        Assert.Null(results[0].Exception);
        Assert.Equal("no", Assert.IsType<TextContent>(Assert.Single(Assert.IsAssignableFrom<IEnumerable<AIContent>>(results[1].Result))).Text);
        Assert.NotNull(results[1].Exception);
    }

    [Fact]
    public void Read_UnsignedThought_HasNoState()
    {
        var thought = Assert.IsType<TextReasoningContent>(ReadBlocks("""[{"type":"thinking","thinking":"hm","signature":""}]""", "assistant")[0]);

        Assert.Null(thought.ProtectedData);
    }

    [Fact]
    public void Read_OwnMembers_AreReadAndCut()
    {
        var body = Read("""{"fallbacks":["gpt-4o","qwen-max"], "model":"m","group":"vip","max_tokens":1 ,"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(["gpt-4o", "qwen-max"], body.Options.Fallbacks!);
        Assert.Equal("vip", body.Options.Group);
        Assert.Equal("""{"model":"m","max_tokens":1 ,"messages":[{"role":"user","content":"Hi"}]}""", Encoding.UTF8.GetString(body.WireBody.Span));
    }

    [Theory]
    [InlineData("""{"group":"g"}""", "{}")]
    [InlineData("""{ "group":"g", "fallbacks":[] }""", "{  }")]
    [InlineData("""{ "a":1, "group":"g", "fallbacks":[{"group":1}] , "b":2 }""", """{ "a":1 , "b":2 }""")]
    [InlineData("""{"group":"g","a":{"group":1},"fallbacks":[]}""", """{"a":{"group":1}}""")]
    public void Cut_LeavesEveryOtherByte(string body, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(OneApi.Client.AspNetCore.Dialects.OwnMembers.Cut(Encoding.UTF8.GetBytes(body)).Span));

    [Fact]
    public void Read_WithoutOwnMembers_TheWireBodyIsTheBody()
    {
        ReadOnlyMemory<byte> body = Encoding.UTF8.GetBytes("""{"model":"m","max_tokens":1,"messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(body, Dialect.Read(body).WireBody);
    }

    [Fact]
    public void Read_Prefill_StaysTheLastMessage()
    {
        var messages = ReadMessages("""[{"role":"user","content":"Hi"},{"role":"assistant","content":"{"}]""").Messages;

        Assert.Equal((ChatRole.Assistant, "{"), (messages[^1].Role, messages[^1].Text));
    }
}
