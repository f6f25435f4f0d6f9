using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Dialects;
using OneApi.Client.AspNetCore.Dialects.Messages;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Messages;

/// <summary>Drives the dialect without a network.</summary>
internal static class MessagesWire
{
    public static MessagesDialect Dialect { get; } = new();

    public static ChatBody Read(string body) => Dialect.Read(Encoding.UTF8.GetBytes(body));

    /// <summary>A request with these messages and, as JSON members, what else there is.</summary>
    public static ChatBody ReadMessages(string messages, string others = "") => Read($$"""{"model":"claude-haiku-4-5","max_tokens":1000{{others}},"messages":{{messages}}}""");

    public static ChatBody ReadSettings(string others) => ReadMessages("""[{"role":"user","content":"Hi"}]""", "," + others);

    /// <summary>The contents of the only message, which a user says.</summary>
    public static IList<AIContent> ReadBlocks(string blocks, string role = "user") => ReadMessages($$"""[{"role":"{{role}}","content":{{blocks}}}]""").Messages[0].Contents;

    public static EndpointError Refused(string body) => Assert.Throws<EndpointException>(() => Read(body)).Error;

    public static EndpointError RefusedMessages(string messages, string others = "") => Assert.Throws<EndpointException>(() => ReadMessages(messages, others)).Error;

    public static JsonNode Answer(ChatResponse response) => Json(output => Dialect.WriteAnswer(output, response, ReadSettings("\"stream\":false")));

    public static JsonNode Answer(params AIContent[] contents) => Answer(new ChatResponse(new ChatMessage(ChatRole.Assistant, [.. contents])) { ResponseId = "msg_1", ModelId = "m" });

    public static JsonNode Json(Action<IBufferWriter<byte>> write) => JsonNode.Parse(Text(write))!;

    public static string Text(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The whole text of a streamed answer.</summary>
    public static string Stream(params ChatResponseUpdate[] updates) => Text(output =>
    {
        var writer = Dialect.CreateEventWriter(ReadSettings("\"stream\":true"));
        foreach (var update in updates)
        {
            writer.Write(output, update);
        }

        writer.Complete(output);
    });

    public static ChatResponseUpdate Update(params AIContent[] contents) => new(ChatRole.Assistant, [.. contents]) { ResponseId = "msg_1", MessageId = "msg_1", ModelId = "m" };

    /// <summary>The data of the events, each checked to name its type twice.</summary>
    public static List<JsonNode> Events(string stream)
    {
        var events = new List<JsonNode>();
        Assert.EndsWith("\n\n", stream, StringComparison.Ordinal);
        foreach (var text in stream[..^2].Split("\n\n"))
        {
            var lines = text.Split('\n');
            Assert.Equal(2, lines.Length);
            Assert.StartsWith("event: ", lines[0], StringComparison.Ordinal);
            Assert.StartsWith("data: ", lines[1], StringComparison.Ordinal);
            var data = JsonNode.Parse(lines[1]["data: ".Length..])!;
            Assert.Equal(lines[0]["event: ".Length..], data["type"]!.GetValue<string>());
            events.Add(data);
        }

        return events;
    }

    public static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected: {expected}\nActual:   {actual?.ToJsonString()}");
}
