using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.AspNetCore.Dialects;
using OneApi.Client.AspNetCore.Dialects.Responses;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>Requests in, answers and events out.</summary>
internal static class ResponsesWire
{
    public const string Hello = """{"model":"gpt-x","input":"Hello"}""";

    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static ChatDialect Dialect() => new ResponsesDialect(new FakeTimeProvider(Now));

    public static ChatBody Read(string request) => Dialect().Read(Encoding.UTF8.GetBytes(request));

    /// <summary>Reads a request with these members besides the model and a text.</summary>
    public static ChatBody ReadWith(string members) => Read($$"""{"model":"gpt-x","input":"Hello",{{members}}}""");

    public static IReadOnlyList<ChatMessage> ReadItems(string items) => Read($$"""{"model":"gpt-x","input":[{{items}}]}""").Messages;

    public static EndpointError Refused(string request) => Assert.Throws<EndpointException>(() => Read(request)).Error;

    public static string AnswerText(ChatResponse response, string request = Hello)
    {
        var dialect = Dialect();
        var output = new ArrayBufferWriter<byte>();
        dialect.WriteAnswer(output, response, dialect.Read(Encoding.UTF8.GetBytes(request)));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static JsonElement Answer(ChatResponse response, string request = Hello) => JsonElement.Parse(AnswerText(response, request));

    public static JsonElement Answer(params AIContent[] contents) => Answer(Whole(contents));

    public static ChatResponse Whole(params AIContent[] contents) => new(new ChatMessage(ChatRole.Assistant, [.. contents])) { ModelId = "served", FinishReason = ChatFinishReason.Stop };

    public static string StreamText(IEnumerable<ChatResponseUpdate> updates, string request = Hello, EndpointError? error = null)
    {
        var dialect = Dialect();
        var writer = dialect.CreateEventWriter(dialect.Read(Encoding.UTF8.GetBytes(request)));
        var output = new ArrayBufferWriter<byte>();
        foreach (var update in updates)
        {
            writer.Write(output, update);
        }

        if (error is null)
        {
            writer.Complete(output);
        }
        else
        {
            writer.Fail(output, error, "req_1");
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The events of a stream; each name must be its data's type.</summary>
    public static List<JsonElement> Stream(IEnumerable<ChatResponseUpdate> updates, string request = Hello, EndpointError? error = null)
    {
        var text = StreamText(updates, request, error);
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
        List<JsonElement> events = [];
        foreach (var block in text.Split("\n\n")[..^1])
        {
            var lines = block.Split('\n');
            Assert.Equal(2, lines.Length);
            Assert.StartsWith("event: ", lines[0], StringComparison.Ordinal);
            Assert.StartsWith("data: ", lines[1], StringComparison.Ordinal);
            var data = JsonElement.Parse(lines[1]["data: ".Length..]);
            Assert.Equal(lines[0]["event: ".Length..], data.GetProperty("type").GetString());
            events.Add(data);
        }

        return events;
    }

    public static ChatResponseUpdate Update(params AIContent[] contents) => new(ChatRole.Assistant, [.. contents]) { ModelId = "served", MessageId = "m1" };

    public static ChatResponseUpdate Finish(ChatFinishReason reason) => new() { FinishReason = reason, MessageId = "m1" };

    public static string[] Types(IEnumerable<JsonElement> events) => [.. events.Select(static item => item.GetProperty("type").GetString()!)];

    public static JsonElement Member(JsonElement parent, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            parent = int.TryParse(name, out var index) ? parent[index] : parent.GetProperty(name);
        }

        return parent;
    }

    public static string? TextAt(JsonElement parent, params ReadOnlySpan<string> path) => Member(parent, path).GetString();

    public static string[] Names(JsonElement value) => [.. value.EnumerateObject().Select(static member => member.Name).Order(StringComparer.Ordinal)];

    public static void AssertJson(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), actual.GetRawText());

    /// <summary>The items of a response without the ids that are made up.</summary>
    public static string WithoutIds(JsonElement items) => string.Join('\n', items.EnumerateArray().Select(static item =>
    {
        var node = System.Text.Json.Nodes.JsonObject.Create(item)!;
        node.Remove("id");
        return node.ToJsonString();
    }));
}
