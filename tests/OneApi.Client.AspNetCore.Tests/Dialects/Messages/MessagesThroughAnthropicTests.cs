using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing;
using static OneApi.Client.AspNetCore.Tests.Dialects.Messages.MessagesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Messages;

/// <summary>Anthropic's words in, an Anthropic channel behind: nothing is lost on the way, translated or passed through.</summary>
public sealed class MessagesThroughAnthropicTests
{
    /// <summary>Every kind of member and block, in the form that the gateway's writer gives them.</summary>
    private const string Everything = """
        {"model":"claude-haiku-4-5","max_tokens":20000,
         "system":[{"type":"text","text":"Be brief.","cache_control":{"type":"ephemeral","ttl":"1h"}},{"type":"text","text":"Be kind."}],
         "messages":[
          {"role":"user","content":[
           {"type":"text","text":"Look.","cache_control":{"type":"ephemeral"}},
           {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AQID"}},
           {"type":"image","source":{"type":"url","url":"https://example.com/a.png"},"cache_control":{"type":"ephemeral"}},
           {"type":"image","source":{"type":"file","file_id":"file_1"}},
           {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AQID"},"title":"T","context":"C","citations":{"enabled":true}},
           {"type":"document","source":{"type":"text","media_type":"text/plain","data":"abc"},"title":"T"},
           {"type":"document","source":{"type":"content","content":[{"type":"text","text":"abc"}]}},
           {"type":"document","source":{"type":"url","url":"https://example.com/a.pdf"}},
           {"type":"document","source":{"type":"file","file_id":"file_2"}},
           {"type":"search_result","title":"S","source":"https://example.com","content":[{"type":"text","text":"one"}],"citations":{"enabled":true}},
           {"type":"container_upload","file_id":"file_3"}]},
          {"role":"assistant","content":[
           {"type":"thinking","thinking":"hm","signature":"sig-1"},{"type":"redacted_thinking","data":"blob"},
           {"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"x"}},
           {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","url":"https://example.com","title":"t","encrypted_content":"e","page_age":null}]},
           {"type":"text","text":"It rains.","citations":[{"type":"web_search_result_location","cited_text":"c","url":"https://example.com","title":"t","encrypted_index":"i"}]},
           {"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Paris","deep":[{"a":null}]},"cache_control":{"type":"ephemeral"}},
           {"type":"tool_use","id":"toolu_2","name":"weather","input":{}}]},
          {"role":"user","content":[
           {"type":"tool_result","tool_use_id":"toolu_1","content":"sunny","cache_control":{"type":"ephemeral"}},
           {"type":"tool_result","tool_use_id":"toolu_2","content":[{"type":"text","text":"no"},{"type":"image","source":{"type":"base64","media_type":"image/jpeg","data":"AQID"}}],"is_error":true},
           {"type":"text","text":"And?"}]}],
         "temperature":1,"stop_sequences":["END"],
         "tools":[{"name":"weather","description":"Says it","input_schema":{"type":"object","properties":{"city":{"type":"string","minLength":1}}},"strict":true,"defer_loading":false,"cache_control":{"type":"ephemeral"}},
                  {"type":"web_search_20250305","name":"web_search","max_uses":3},{"type":"bash_20250124","name":"bash"},{"type":"custom","name":"other","input_schema":{"type":"object"}}],
         "tool_choice":{"type":"auto","disable_parallel_tool_use":true},
         "thinking":{"type":"enabled","budget_tokens":2000},"output_config":{"effort":"low","format":{"type":"json_schema","schema":{"type":"object","properties":{},"additionalProperties":false}}},
         "metadata":{"user_id":"u"},"service_tier":"auto","container":"c","cache_control":{"type":"ephemeral"},"context_management":{"edits":[]},"mcp_servers":[]}
        """;

    [Fact]
    public async Task Everything_Translated_ArrivesAsItCame()
    {
        await using var fake = FakeAnthropic.Start();
        await using var scene = new MessagesScene("anthropic", fake.Url, fake.ApiKey);

        await scene.AskAsync(Everything);

        AssertJson(Everything, JsonNode.Parse(fake.Requests[^1].Json.GetRawText()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Everything_PassedThrough_ArrivesByteForByteButForTheModel(bool streaming)
    {
        await using var fake = FakeAnthropic.Start();
        await using var scene = new MessagesScene("anthropic", fake.Url, fake.ApiKey, ("Channels:0:ModelMap:claude-haiku-4-5", "claude-sonnet-4-5"));
        var body = streaming ? Everything.Replace("\"max_tokens\"", "\"stream\" : true, \"max_tokens\"", StringComparison.Ordinal) : Everything;

        await scene.AskAsync(body, isRelayed: true);

        Assert.Equal(body.Replace("claude-haiku-4-5", "claude-sonnet-4-5", StringComparison.Ordinal), Encoding.UTF8.GetString(fake.Requests[^1].Body.Span));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_PassedThrough_ComesBackByteForByte(bool streaming)
    {
        const string Whole = """{ "id":"msg_9", "type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"Gr\u00fc\u00dfe"}],"stop_reason":"end_turn","stop_sequence":null,"unknown":[1.0e2],"usage":{"input_tokens":3,"output_tokens":2}}""";
        const string Events = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"model\":\"claude-x\",\"id\":\"msg_9\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],\"stop_reason\":null,\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}    }\n\n"
            + ": a comment\n\nevent: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}  }\n\nevent: ping\ndata: {\"type\": \"ping\"}\n\n"
            + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Gr\\u00fcße 😀\"}   }\n\n"
            + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\nevent: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":2} }\n\n"
            + "event: message_stop\ndata: {\"type\":\"message_stop\"      }\n\n";
        await using var fake = FakeAnthropic.Start();
        fake.Reply(new FakeReply { RawBody = Encoding.UTF8.GetBytes(streaming ? Events : Whole), ContentType = streaming ? "text/event-stream" : "application/json" });
        await using var scene = new MessagesScene("anthropic", fake.Url, fake.ApiKey);

        var answer = await scene.AskAsync($$"""{"model":"claude-x","max_tokens":10,"stream":{{(streaming ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}""", isRelayed: true);

        Assert.Equal(streaming ? Events : Whole, answer);
    }

    [Theory]
    [InlineData("""{"type":"thinking","thinking":"hm","signature":""}""", """[{"type":"text","text":"x"}]""")]
    [InlineData("""{"type":"text","text":"y","citations":[{"type":"web_search_result_location","cited_text":"","url":"https://example.com","title":null,"encrypted_index":""}]}""", """[{"type":"text","text":"y"},{"type":"text","text":"x"}]""")]
    public async Task Conversation_ThatAnotherProviderHadAPartIn_IsWrittenAnew(string block, string expected)
    {
        await using var fake = FakeAnthropic.Start();
        await using var scene = new MessagesScene("anthropic", fake.Url, fake.ApiKey);

        await scene.AskAsync($$"""{"model":"claude-haiku-4-5","max_tokens":10,"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{{block}},{"type":"text","text":"x"}]},{"role":"user","content":"And?"}]}""", isRelayed: true);

        AssertJson(expected, JsonNode.Parse(fake.Requests[^1].Json.GetProperty("messages")[1].GetProperty("content").GetRawText()));
    }

    [Fact]
    public async Task Beta_OfTheCaller_ReachesTheChannelAsAHeader()
    {
        await using var fake = FakeAnthropic.Start();
        await using var scene = new MessagesScene("anthropic", fake.Url, fake.ApiKey);
        var chat = ReadSettings("\"stream\":false");
        chat.Options.WireRequest = new(Wires.Messages, chat.WireBody);
        chat.Options.AdditionalProperties = new() { ["messages:anthropic-beta"] = "files-api-2025-04-14,context-1m-2025-08-07" };

        await scene.Gateway.Chat.GetResponseAsync(chat.Messages, chat.Options, TestContext.Current.CancellationToken);

        Assert.Equal("files-api-2025-04-14,context-1m-2025-08-07", fake.Requests[^1].Headers["anthropic-beta"]);
        Assert.False(fake.Requests[^1].Json.TryGetProperty("anthropic-beta", out _));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_Translated_HasThoughtTextCallAndUsage(bool streaming)
    {
        await using var fake = FakeAnthropic.Start();
        fake.Reply(new FakeReply { Reasoning = "Let me think.", Text = "Grüße an alle!", ToolCalls = [new("toolu_1", "f", """{"a":1}""")], Usage = new() { InputTokens = 50, CachedInputTokens = 20, CacheWriteTokens = 10, OutputTokens = 9 } });
        await using var scene = new MessagesScene("anthropic", fake.Url, fake.ApiKey);

        var text = await scene.AskAsync($$"""{"model":"claude-haiku-4-5","max_tokens":10,"stream":{{(streaming ? "true" : "false")}},"messages":[{"role":"user","content":"Hi"}]}""");
        var message = streaming ? MessagesScene.Accumulate(text) : JsonNode.Parse(text)!;

        Assert.Equal("Let me think.", message["content"]![0]!["thinking"]!.GetValue<string>());
        Assert.StartsWith("EqFake", message["content"]![0]!["signature"]!.GetValue<string>(), StringComparison.Ordinal);
        AssertJson("""{"type":"text","text":"Grüße an alle!"}""", message["content"]![1]);
        AssertJson("""{"type":"tool_use","id":"toolu_1","name":"f","input":{"a":1},"caller":{"type":"direct"}}""", message["content"]![2]);
        Assert.Equal("tool_use", message["stop_reason"]!.GetValue<string>());
        Assert.Equal((20, 10, 20, 9), (Count(message, "input_tokens"), Count(message, "cache_creation_input_tokens"), Count(message, "cache_read_input_tokens"), Count(message, "output_tokens")));
    }

    [Fact]
    public async Task CountTokens_IsWhatTheTextsNeed()
    {
        await using var fake = FakeAnthropic.Start();
        await using var scene = new MessagesScene("anthropic", fake.Url, fake.ApiKey);
        var few = ReadMessages("""[{"role":"user","content":"Hi"}]""");
        var many = ReadMessages("""[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"one two three four five six"}]}]}]""");

        Assert.Equal(3 + 3 + 1, scene.Gateway.CountTokens(few.Messages, few.Options, null)); // 3 for the call, 3 for the message, a third of two bytes
        Assert.Equal(3 + (2 * 3) + 1 + 9, scene.Gateway.CountTokens(many.Messages, many.Options, "claude-haiku-4-5")); // 27 bytes of result in a message of its own
        Assert.Empty(fake.Requests);
    }

    private static long Count(JsonNode message, string name) => message["usage"]![name]!.GetValue<long>();
}
