using System.Text.Json;
using Microsoft.Extensions.AI;
using static OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions.ChatWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions;

public sealed class ChatReadTests
{
    [Fact]
    public void Read_Settings_AreTheOptions()
    {
        var chat = ReadSettings("""
            "temperature":0.5,"top_p":0.25,"frequency_penalty":-1,"presence_penalty":2,"seed":7,"max_completion_tokens":9,"max_tokens":8,"user":"u","parallel_tool_calls":false,"reasoning_effort":"xhigh"
            """);

        Assert.Equal("m", chat.Options.ModelId);
        Assert.Equal((0.5f, 0.25f, -1f, 2f), (chat.Options.Temperature, chat.Options.TopP, chat.Options.FrequencyPenalty, chat.Options.PresencePenalty));
        Assert.Equal((7L, 9), (chat.Options.Seed, chat.Options.MaxOutputTokens));
        Assert.Equal("u", chat.Options.EndUser);
        Assert.False(chat.Options.AllowMultipleToolCalls);
        Assert.Equal(ReasoningEffort.ExtraHigh, chat.Options.Reasoning!.Effort);
        Assert.False(chat.Streaming);
        Assert.False(chat.WantsUsage);
    }

    [Fact]
    public void Read_MembersOfThisWireOnly_StandUnderItsName()
    {
        var chat = ReadSettings("""
            "n":2,"logprobs":true,"top_logprobs":3,"logit_bias":{"1":-100},"service_tier":"flex","metadata":{"a":"b"},"brand_new":[1.50],"nothing":null,"reasoning_effort":"minimal","stream_options":{"include_obfuscation":false}
            """);

        var others = chat.Options.AdditionalProperties!;
        Assert.Equal(
            ["brand_new", "logit_bias", "logprobs", "metadata", "n", "reasoning_effort", "service_tier", "stream_options", "top_logprobs"],
            others.Keys.Select(static name => name.Split("chat-completions:") is ["", var own] ? own : "not ours: " + name).Order(StringComparer.Ordinal));
        Assert.Equal("[1.50]", ((JsonElement)others["chat-completions:brand_new"]!).GetRawText());
        Assert.Null(chat.Options.Reasoning);
    }

    [Fact]
    public void Read_MembersOfTheGateway_AreReadAndCut()
    {
        var chat = Read("""{"group":"vip", "model":"m","messages":[{"role":"user","content":"Hi"}],"fallbacks":["a","b"]}""");

        Assert.Equal("vip", chat.Options.Group);
        Assert.Equal(["a", "b"], chat.Options.Fallbacks!);
        Assert.Null(chat.Options.AdditionalProperties);
        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"Hi"}]}""", System.Text.Encoding.UTF8.GetString(chat.WireBody.Span));
    }

    [Theory]
    [InlineData("\"END\"", "END")]
    [InlineData("[\"a\",\"b\"]", "a,b")]
    [InlineData("[]", "")]
    [InlineData("null", null)]
    public void Read_Stop_IsOneOrSeveral(string json, string? expected)
    {
        var stops = ReadSettings($"\"stop\":{json}").Options.StopSequences;

        Assert.Equal(expected, stops is null ? null : string.Join(',', stops));
    }

    [Theory]
    [InlineData("\"stream\":true", true, false)]
    [InlineData("\"stream\":true,\"stream_options\":{\"include_usage\":true}", true, true)]
    [InlineData("\"stream\":true,\"stream_options\":{}", true, false)]
    [InlineData("\"stream\":null,\"stream_options\":null", false, false)]
    public void Read_Stream_SaysWhetherUsageIsWanted(string members, bool streaming, bool usage)
    {
        var chat = ReadSettings(members);

        Assert.Equal((streaming, usage), (chat.Streaming, chat.WantsUsage));
        Assert.Null(chat.Options.AdditionalProperties);
    }

    [Fact]
    public void Read_Roles_AreThoseOfTheHistory()
    {
        var chat = ReadMessages("""
            [{"role":"developer","content":"Be brief."},{"role":"system","content":[{"type":"text","text":"Be kind."}],"name":"boss"},{"role":"user","content":"Hi","name":"ann"},
             {"role":"assistant","content":null,"refusal":"No.","reasoning_content":"hm","tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":1,\"b\":null}"}}]},
             {"role":"tool","tool_call_id":"call_1","content":[{"type":"text","text":"x"},{"type":"text","text":"y"}]}]
            """);

        Assert.Equal(["system", "system", "user", "assistant", "tool"], chat.Messages.Select(static message => message.Role.Value));
        Assert.Equal(["Be brief.", "Be kind.", "Hi"], chat.Messages.Take(3).Select(static message => message.Text));
        Assert.Equal([null, "boss", "ann"], chat.Messages.Take(3).Select(static message => message.AuthorName));
        Assert.Collection(
            chat.Messages[3].Contents,
            static thought => Assert.Equal("hm", Assert.IsType<TextReasoningContent>(thought).Text),
            static refusal => Assert.Equal(("No.", "Refusal"), (Assert.IsType<ErrorContent>(refusal).Message, ((ErrorContent)refusal).ErrorCode)),
            static content =>
            {
                var call = Assert.IsType<FunctionCallContent>(content);
                Assert.Equal(("call_1", "f"), (call.CallId, call.Name));
                Assert.Equal("1", call.Arguments!["a"]!.ToString());
                Assert.Null(call.Arguments["b"]);
            });
        var result = Assert.IsType<FunctionResultContent>(Assert.Single(chat.Messages[4].Contents));
        Assert.Equal(("call_1", "xy"), (result.CallId, result.Result));
    }

    [Fact]
    public void Read_OlderFunctions_AreToolsAndEveryCallHasAnIdOfItsOwn()
    {
        var chat = Read("""
            {"model":"m","functions":[{"name":"f","description":"d"}],"function_call":{"name":"f"},"messages":[{"role":"user","content":"Hi"},
             {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"1"},
             {"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"2"}]}
            """);

        Assert.Equal("f", Assert.Single(chat.Options.Tools!).Name);
        Assert.Equal("f", Assert.IsType<RequiredChatToolMode>(chat.Options.ToolMode).RequiredFunctionName);
        var calls = chat.Messages.SelectMany(static message => message.Contents).OfType<FunctionCallContent>().Select(static call => call.CallId).ToList();
        var results = chat.Messages.SelectMany(static message => message.Contents).OfType<FunctionResultContent>().Select(static result => (result.CallId, result.Result));
        Assert.Equal(2, calls.Distinct().Count());
        Assert.Equal([(calls[0], "1"), (calls[1], "2")], results);
    }

    [Fact]
    public void Read_ArgumentsThatAreNoObject_StayAsTheyCame()
    {
        var call = ReadMessages("""[{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"a\":"}}]}]""").Messages[0].Contents.OfType<FunctionCallContent>().Single();

        Assert.NotNull(call.Exception);
        Assert.Equal("{\"a\":", call.RawRepresentation);
    }

    [Fact]
    public void Read_Parts_AreContents()
    {
        var parts = ReadParts("""
            [{"type":"text","text":"Look","cache_control":{"type":"ephemeral"}},{"type":"image_url","image_url":{"url":"data:image/png;base64,AQID","detail":"low"},"later":1},
             {"type":"image_url","image_url":{"url":"https://example.com/a.png"}},{"type":"image_url","image_url":"https://example.com/b.png"},{"type":"video_url","video_url":{"url":"https://example.com/a.mp4"}},
             {"type":"input_audio","input_audio":{"data":"AQID","format":"mp3"}},{"type":"input_audio","input_audio":{"data":"data:;base64,AQID","format":"wav"}},
             {"type":"file","file":{"file_id":"file-1"}},{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AQID"}},{"type":"file","file":{"file_data":"AQID"}},{"type":"new","x":1}]
            """);

        Assert.Equal("Look", Assert.IsType<TextContent>(parts[0]).Text);
        Assert.True(parts[0].AdditionalProperties!.ContainsKey("cache_control"));
        Assert.Equal([1, 2, 3], Assert.IsType<DataContent>(parts[1]).Data.ToArray());
        Assert.Equal("low", parts[1].AdditionalProperties!["detail"]);
        Assert.True(parts[1].AdditionalProperties!.ContainsKey("chat-completions:later"));
        Assert.Equal("https://example.com/a.png", Assert.IsType<UriContent>(parts[2]).Uri.OriginalString);
        Assert.Equal("https://example.com/b.png", Assert.IsType<UriContent>(parts[3]).Uri.OriginalString);
        Assert.Equal("video/*", Assert.IsType<UriContent>(parts[4]).MediaType);
        Assert.Equal("audio/mpeg", Assert.IsType<DataContent>(parts[5]).MediaType);
        Assert.Equal(("audio/wav", 3), (Assert.IsType<DataContent>(parts[6]).MediaType, ((DataContent)parts[6]).Data.Length));
        Assert.Equal("file-1", Assert.IsType<HostedFileContent>(parts[7]).FileId);
        Assert.Equal(("application/pdf", "a.pdf"), (Assert.IsType<DataContent>(parts[8]).MediaType, ((DataContent)parts[8]).Name));
        Assert.Equal("application/pdf", Assert.IsType<DataContent>(parts[9]).MediaType);
        Assert.Equal(typeof(AIContent), parts[10].GetType());
    }

    [Fact]
    public void Read_Tools_AreDeclarations()
    {
        var options = ReadSettings("""
            "tools":[{"type":"function","function":{"name":"f","description":"d","parameters":{"type":"object","properties":{"a":{}}},"strict":true}},{"type":"function","function":{"name":"g"}}]
            """).Options;

        var (first, second) = ((AIFunctionDeclaration)options.Tools![0], (AIFunctionDeclaration)options.Tools[1]);
        Assert.Equal(("f", "d", true), (first.Name, first.Description, first.AdditionalProperties["strict"]));
        Assert.Equal("""{"type":"object","properties":{"a":{}}}""", first.JsonSchema.GetRawText());
        Assert.Equal("""{"type":"object","properties":{}}""", second.JsonSchema.GetRawText());
        Assert.Null(second.AdditionalProperties["strict"]);
        Assert.Null(options.AdditionalProperties);
        Assert.Null(options.ToolMode);
    }

    [Theory]
    [InlineData("\"none\"", typeof(NoneChatToolMode), null)]
    [InlineData("\"auto\"", typeof(AutoChatToolMode), null)]
    [InlineData("\"required\"", typeof(RequiredChatToolMode), null)]
    [InlineData("{\"type\":\"function\",\"function\":{\"name\":\"f\"}}", typeof(RequiredChatToolMode), "f")]
    public void Read_ToolChoice_IsTheMode(string json, Type type, string? name)
    {
        var mode = ReadSettings($"\"tool_choice\":{json}").Options.ToolMode;

        Assert.IsType(type, mode);
        Assert.Equal(name, (mode as RequiredChatToolMode)?.RequiredFunctionName);
    }

    [Fact]
    public void Read_ToolsAndChoicesOfLaterKinds_StandUnderTheWiresName()
    {
        var options = ReadSettings("""
            "tools":[{"type":"function","function":{"name":"f"}},{"type":"later","later":{"name":"c"}}],"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":[]}}
            """).Options;

        Assert.Equal("f", Assert.Single(options.Tools!).Name);
        Assert.Equal(2, ((JsonElement)options.AdditionalProperties!["chat-completions:tools"]!).GetArrayLength());
        Assert.True(options.AdditionalProperties.ContainsKey("chat-completions:tool_choice"));
        Assert.Null(options.ToolMode);
    }

    [Fact]
    public void Read_Formats_AreThoseOfTheOptions()
    {
        Assert.IsType<ChatResponseFormatText>(ReadSettings("""  "response_format":{"type":"text"} """).Options.ResponseFormat);
        Assert.Null(Assert.IsType<ChatResponseFormatJson>(ReadSettings("""  "response_format":{"type":"json_object"} """).Options.ResponseFormat).Schema);
        var options = ReadSettings("""  "response_format":{"type":"json_schema","json_schema":{"name":"s","description":"d","strict":true,"schema":{"type":"object"}}} """).Options;
        var schema = Assert.IsType<ChatResponseFormatJson>(options.ResponseFormat);
        Assert.Equal(("s", "d", """{"type":"object"}"""), (schema.SchemaName, schema.SchemaDescription, schema.Schema!.Value.GetRawText()));
        Assert.Equal(["chat-completions:strict"], options.AdditionalProperties!.Keys);
        Assert.Equal(["chat-completions:response_format"], ReadSettings("""  "response_format":{"type":"grammar"} """).Options.AdditionalProperties!.Keys);
    }
}
