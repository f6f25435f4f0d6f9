using System.Text;
using Microsoft.Extensions.AI;
using static OneApi.Client.AspNetCore.Tests.Dialects.Messages.MessagesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Messages;

/// <summary>Events of an Anthropic server pass by as they came; where they stop, what goes on is the same message.</summary>
public sealed class MessagesRelayTests
{
    private const string Start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"content\":[],\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}   }\n\n";
    private const string OpenText = "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"} }\n\n";
    private const string OpenThought = "event: content_block_start\ndata: {\"content_block\":{\"signature\":\"\",\"thinking\":\"\",\"type\":\"thinking\"},\"index\":0,\"type\":\"content_block_start\"}\n\n";
    private const string Ping = ": hello\nevent: ping\ndata: {\"type\": \"ping\"}\n\n";
    private const string Delta = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Good \"}    }\n\n";
    private const string Close = "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0 }\n\n";
    private const string Last = "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":2}}\n\n";
    private const string End = "event: message_stop\r\ndata: {\"type\":\"message_stop\"    }\r\n\r\n";

    [Fact]
    public void Relay_WholeStream_ComesOutByteForByte() => Assert.Equal(
        Start + OpenText + Ping + Delta + Close + Last + End,
        Relayed([Start, OpenText, Ping, Delta, Close, Last], End));

    [Fact]
    public void Relay_EndMark_WaitsUntilTheAnswerIsComplete()
    {
        var text = Text(static output =>
        {
            var writer = Dialect.CreateEventWriter(ReadSettings("\"stream\":true"));
            writer.Relay(output, Bytes(Last), Update());
            writer.Relay(output, Bytes(End, isEnd: true), Update());
        });

        Assert.Equal(Last, text);
    }

    [Fact]
    public void Relay_CutInAText_TheTextGoesOn()
    {
        var rescued = Relayed([Start, OpenText, Ping, Delta], null, Update(new TextContent("morning.")));

        Assert.StartsWith(Start + OpenText + Ping + Delta, rescued, StringComparison.Ordinal);
        var rest = Events(rescued[(Start + OpenText + Ping + Delta).Length..]);
        Assert.Equal(["content_block_delta", "content_block_stop", "message_delta", "message_stop"], rest.Select(static data => data["type"]!.GetValue<string>()));
        AssertJson("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"morning."}}""", rest[0]);
    }

    [Fact]
    public void Relay_CutInAThought_TheTextIsTheNextBlock()
    {
        var rescued = Relayed([Start, OpenThought], null, Update(new TextContent("Hi")));

        var rest = Events(rescued[(Start + OpenThought).Length..]);
        AssertJson("""{"type":"content_block_stop","index":0}""", rest[0]);
        AssertJson("""{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""", rest[1]);
    }

    [Fact]
    public void Relay_CutBetweenBlocks_CountsOn()
    {
        var rescued = Relayed([Start, OpenText, Delta, Close], null, Update(new TextContent("Hi")));

        AssertJson("""{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""", Events(rescued[(Start + OpenText + Delta + Close).Length..])[0]);
    }

    [Fact]
    public void Relay_CutBeforeTheMessage_BeginsIt()
    {
        var rescued = Relayed([Ping], null, Update(new TextContent("Hi")));

        Assert.Equal("message_start", Events(rescued[Ping.Length..])[0]["type"]!.GetValue<string>());
    }

    [Fact]
    public void Relay_UsageWithoutBytes_IsPartOfTheLastEvent()
    {
        var text = Text(static output =>
        {
            var writer = Dialect.CreateEventWriter(ReadSettings("\"stream\":true"));
            writer.Relay(output, Bytes(Start), Update());
            writer.Relay(output, Bytes(string.Empty), Update(new UsageContent(new() { InputTokenCount = 7, OutputTokenCount = 3 })));
            writer.Complete(output);
        });

        AssertJson("""{"input_tokens":7,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":3}""", Events(text[Start.Length..])[0]["usage"]);
    }

    private static WireBytes Bytes(string text, bool isEnd = false) => new(Wires.Messages, Encoding.UTF8.GetBytes(text), isEnd);

    private static string Relayed(string[] events, string? end, params ChatResponseUpdate[] then) => Text(output =>
    {
        var writer = Dialect.CreateEventWriter(ReadSettings("\"stream\":true"));
        foreach (var data in events)
        {
            writer.Relay(output, Bytes(data), Update());
        }

        if (end is not null)
        {
            writer.Relay(output, Bytes(end, isEnd: true), Update());
            writer.Relay(output, Bytes(string.Empty), Update(new UsageContent(new() { OutputTokenCount = 2 })));
        }

        foreach (var update in then)
        {
            writer.Write(output, update);
        }

        writer.Complete(output);
    });
}
