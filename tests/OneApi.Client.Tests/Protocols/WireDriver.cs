using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;

namespace OneApi.Client.Tests.Protocols;

/// <summary>What the tests of every room do with its protocol: write a request, read a stream, compare.</summary>
internal static class WireDriver
{
    /// <summary>The body as it goes over the wire; a member written twice fails the test.</summary>
    public static JsonObject Write(ChatProtocol protocol, ChatRequest request)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonWrite.WriterOptions))
        {
            protocol.WriteChat(writer, request);
        }

        return JsonNode.Parse(stream.ToArray(), documentOptions: new() { AllowDuplicateProperties = false })!.AsObject();
    }

    /// <summary>Reads a body of events as the transport does.</summary>
    public static List<ChatResponseUpdate> Stream(ChatProtocol protocol, ChatRequest request, string body)
    {
        var reader = protocol.CreateStreamReader(request);
        var updates = new List<ChatResponseUpdate>();
        foreach (var item in SseParser.Create(new MemoryStream(Encoding.UTF8.GetBytes(body)), reader.Read).Enumerate())
        {
            if (item.Data is { } update)
            {
                updates.Add(update);
            }

            if (reader.IsComplete)
            {
                break;
            }
        }

        if (reader.Complete() is { } last)
        {
            updates.Add(last);
        }

        return updates;
    }

    public static string[] WarningsOf(ChatRequest request) => [.. request.Warnings.All.Select(static warning => $"{warning.Code}:{warning.Setting}")];

    public static void AssertJson(string expected, JsonNode? actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"Expected {expected}\nActual {actual?.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })}");
}
