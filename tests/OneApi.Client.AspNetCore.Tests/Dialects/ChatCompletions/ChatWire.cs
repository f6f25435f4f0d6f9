using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.AspNetCore.Dialects;
using OneApi.Client.AspNetCore.Dialects.ChatCompletions;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions;

/// <summary>Drives the dialect without a network.</summary>
internal static class ChatWire
{
    public static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    public static ChatCompletionsDialect Dialect { get; } = new(new FakeTimeProvider(Now));

    public static ChatBody Read(string body) => Dialect.Read(Encoding.UTF8.GetBytes(body));

    public static ChatBody ReadMessages(string messages) => Read($$"""{"model":"m","messages":{{messages}}}""");

    /// <summary>A request that says Hi, with these members.</summary>
    public static ChatBody ReadSettings(string others) => Read($$"""{"model":"m","messages":[{"role":"user","content":"Hi"}],{{others}}}""");

    /// <summary>The contents of the only message.</summary>
    public static IList<AIContent> ReadParts(string parts) => ReadMessages($$"""[{"role":"user","content":{{parts}}}]""").Messages[0].Contents;

    public static EndpointError Refused(string body) => Assert.Throws<EndpointException>(() => Read(body)).Error;

    public static string Text(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static JsonNode Answer(ChatResponse response, ChatBody? request = null) => JsonNode.Parse(Text(output => Dialect.WriteAnswer(output, response, request ?? ReadSettings("\"stream\":false"))))!;

    public static JsonNode Answer(params AIContent[] contents) => Answer(new ChatResponse(new ChatMessage(ChatRole.Assistant, [.. contents])) { ResponseId = "chatcmpl-1", ModelId = "m" });

    public static ChatResponseUpdate Update(params AIContent[] contents) => new(ChatRole.Assistant, [.. contents]) { ResponseId = "chatcmpl-1", ModelId = "m" };

    /// <summary>The whole text of a streamed answer.</summary>
    public static string Stream(bool wantsUsage, params ChatResponseUpdate[] updates) => Text(output =>
    {
        var writer = Dialect.CreateEventWriter(ReadSettings($$"""
            "stream":true,"stream_options":{"include_usage":{{(wantsUsage ? "true" : "false")}}}
            """));
        foreach (var update in updates)
        {
            if (update.RawRepresentation is WireBytes bytes)
            {
                writer.Relay(output, bytes, update);
            }
            else
            {
                writer.Write(output, update);
            }
        }

        writer.Complete(output);
    });

    /// <summary>The chunks of a stream, which ends with the end mark and has it nowhere else.</summary>
    public static List<JsonNode> Chunks(string stream)
    {
        Assert.EndsWith("data: [DONE]\n\n", stream, StringComparison.Ordinal);
        var chunks = new List<JsonNode>();
        var events = stream[..^"data: [DONE]\n\n".Length].Split("\n\n");
        Assert.Equal(string.Empty, events[^1]);
        foreach (var text in events[..^1])
        {
            Assert.StartsWith("data: ", text, StringComparison.Ordinal);
            chunks.Add(JsonNode.Parse(text["data: ".Length..])!);
        }

        return chunks;
    }

    public static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected: {expected}\nActual:   {actual?.ToJsonString()}");
}
