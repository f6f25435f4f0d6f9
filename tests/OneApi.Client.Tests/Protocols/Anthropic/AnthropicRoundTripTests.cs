using System.Text.Json;
using Microsoft.Extensions.AI;
using Xunit;
using static OneApi.Client.Tests.Protocols.Anthropic.AnthropicWire;

namespace OneApi.Client.Tests.Protocols.Anthropic;

/// <summary>What the provider said goes back to it as it was, also after the history was stored as JSON; and to nobody else.</summary>
public sealed class AnthropicRoundTripTests
{
    private const string Blocks = """
        [{"type":"thinking","thinking":"hm","signature":"s1"},{"type":"redacted_thinking","data":"blob"},
         {"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{"query":"x"}},
         {"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","url":"https://example.com","title":"t","encrypted_content":"e","page_age":null}]},
         {"type":"text","text":"As they say, "},
         {"type":"text","text":"it rains.","citations":[{"type":"web_search_result_location","cited_text":"c","url":"https://example.com","title":"t","encrypted_index":"i"}]},
         {"type":"thinking","thinking":"so","signature":"s2"},
         {"type":"mcp_tool_use","id":"mcptoolu_1","name":"ask","server_name":"wiki","input":{}},
         {"type":"mcp_tool_result","tool_use_id":"mcptoolu_1","is_error":false,"content":[{"type":"text","text":"r"}]},
         {"type":"container_upload","file_id":"file_1"},
         {"type":"tool_use","id":"toolu_1","name":"f","input":{"a":[1,null]},"caller":{"type":"code_execution_20250825","tool_id":"srvtoolu_1"}}]
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WholeAnswer_GoesBackUnchanged(bool stored)
    {
        var response = ReadBlocks(Blocks, "tool_use");

        AssertJson(Blocks, Replay(stored ? Stored(response) : response));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StreamedAnswer_GoesBackAsTheWholeOne(bool stored)
    {
        var response = Streamed();

        AssertJson(Blocks, Replay(stored ? Stored(response) : response));
    }

    [Fact]
    public void DirectCaller_IsReadAndNotSent()
    {
        var response = ReadBlocks("""[{"type":"tool_use","id":"t","name":"f","input":{},"caller":{"type":"direct"}}]""", "tool_use");

        Assert.True(response.Messages[0].Contents[0].AdditionalProperties!.ContainsKey("anthropic.caller"));
        AssertJson("""[{"type":"tool_use","id":"t","name":"f","input":{}}]""", Replay(response));
    }

    [Fact]
    public void CitationsOfFiles_GoBackWithoutTheFileId()
    {
        var response = ReadBlocks("""[{"type":"text","text":"a","citations":[{"type":"char_location","cited_text":"c","document_index":0,"document_title":null,"start_char_index":0,"end_char_index":1,"file_id":null}]}]""");

        AssertJson("""[{"type":"text","text":"a","citations":[{"type":"char_location","cited_text":"c","document_index":0,"document_title":null,"start_char_index":0,"end_char_index":1}]}]""", Replay(response));
    }

    [Fact]
    public void Answer_ToAnotherProvider_LeavesItsMakersStateBehind()
    {
        var response = Stored(Streamed());

        AssertJson(
            """[{"type":"text","text":"As they say, it rains."},{"type":"tool_use","id":"toolu_1","name":"f","input":{"a":[1,null]}}]""",
            Replay(response, EndpointOf("deepseek")));
    }

    private static ChatResponse Streamed()
    {
        var events = new List<string>();
        var index = 0;
        foreach (var block in JsonElement.Parse(Blocks).EnumerateArray())
        {
            AddEvents(events, block, index++);
        }

        return StreamBlocks("tool_use", [.. events]).ToChatResponse();
    }

    private static void AddEvents(List<string> events, JsonElement block, int index)
    {
        var type = block.GetProperty("type").GetString();
        switch (type)
        {
            case "thinking":
                Start("""{"type":"thinking","thinking":"","signature":""}""");
                Delta("thinking_delta", "thinking", block.GetProperty("thinking").GetRawText());
                Delta("signature_delta", "signature", block.GetProperty("signature").GetRawText());
                break;
            case "text":
                Start("""{"type":"text","text":""}""");
                Delta("text_delta", "text", block.GetProperty("text").GetRawText());
                if (block.TryGetProperty("citations", out var citations))
                {
                    Delta("citations_delta", "citation", citations[0].GetRawText());
                }

                break;
            case "tool_use" or "server_tool_use" or "mcp_tool_use":
                var input = block.GetProperty("input").GetRawText();
                Start(block.GetRawText().Replace("\"input\":" + input, "\"input\":{}", StringComparison.Ordinal));
                Delta("input_json_delta", "partial_json", JsonSerializer.Serialize(input));
                break;
            default:
                Start(block.GetRawText());
                break;
        }

        events.Add($$"""{"type":"content_block_stop","index":{{index}}}""");

        void Start(string opened) => events.Add($$"""{"type":"content_block_start","index":{{index}},"content_block":{{opened}}}""");

        void Delta(string kind, string member, string value) => events.Add($$$"""{"type":"content_block_delta","index":{{{index}}},"delta":{"type":"{{{kind}}}","{{{member}}}":{{{value}}}}}""");
    }
}
