using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Authentication;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.OpenAI;
using OneApi.Client.Providers;
using OneApi.Client.Transport;
using Xunit;

namespace OneApi.Client.Tests.Protocols.OpenAI;

/// <summary>Drives the room's readers and writers without a network, or over a stubbed one.</summary>
internal static class OpenAIWire
{
    public const string Done = "[DONE]";

    private static readonly OpenAIChatProtocol Protocol = new();

    public static ProviderEndpoint Endpoint { get; } = EndpointOf("openai");

    /// <summary>An endpoint with a row's error table, and its profile or another.</summary>
    public static ProviderEndpoint EndpointOf(string provider, WireProfile? profile = null)
    {
        var row = ProviderCatalogue.Find(provider)!;
        return new()
        {
            Provider = provider,
            BaseUrl = "https://api.test/v1",
            Profile = profile ?? row.Wires[0].Profile,
            Errors = new ErrorClassifier(row.Errors),
        };
    }

    public static ChatRequest Request(
        IReadOnlyList<ChatMessage>? messages = null,
        ChatOptions? options = null,
        bool streaming = false,
        JsonObject? raw = null,
        ProviderEndpoint? endpoint = null,
        WireProfile? profile = null,
        string model = "gpt-4o") => new()
        {
            Messages = messages ?? [new(ChatRole.User, "Hi")],
            Options = options,
            Model = model,
            Streaming = streaming,
            Raw = raw,
            Endpoint = endpoint ?? (profile is null ? Endpoint : EndpointOf("openai", profile)),
            Warnings = new(),
        };

    /// <summary>The body as it goes over the wire; a member written twice fails the test.</summary>
    public static string WriteText(ChatRequest request)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonWrite.WriterOptions))
        {
            Protocol.WriteChat(writer, request);
        }

        using var document = JsonDocument.Parse(stream.ToArray(), new() { AllowDuplicateProperties = false });
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static JsonObject Write(ChatRequest request) => JsonNode.Parse(WriteText(request))!.AsObject();

    /// <summary>The whole body, compared as JSON.</summary>
    public static void AssertBody(string expected, ChatRequest request) => AssertJson(expected, Write(request));

    /// <summary>The messages alone, compared as JSON; no warning may stand on the request.</summary>
    public static void AssertMessages(string expected, params ChatMessage[] messages)
    {
        var request = Request(messages);

        AssertJson(expected, Write(request)["messages"]);
        Assert.Empty(request.Warnings.All);
    }

    public static void AssertWarnings(ChatRequest request, params string[] expected) =>
        Assert.Equal(expected, WarningsOf(request));

    public static ChatResponse Read(string body, string provider = "openai", ChatRequest? request = null) =>
        Protocol.ReadChat(Encoding.UTF8.GetBytes(body), request ?? Request(endpoint: EndpointOf(provider)));

    public static OneApiException ReadFails(string body, string provider = "openai") => Assert.Throws<OneApiException>(() => Read(body, provider));

    /// <summary>A whole answer out of the members of its message.</summary>
    public static ChatResponse ReadMessage(string members, string finish = "stop", string provider = "openai") =>
        Read($$$"""{"id":"r1","object":"chat.completion","created":1759436803,"model":"m1","choices":[{"index":0,"message":{"role":"assistant",{{{members}}}},"finish_reason":"{{{finish}}}"}]}""", provider);

    /// <summary>The updates of a stream of events, the last word of the reader included.</summary>
    public static List<ChatResponseUpdate> Updates(string provider, params string[] events)
    {
        var reader = Protocol.CreateStreamReader(Request(endpoint: EndpointOf(provider), streaming: true));
        var updates = new List<ChatResponseUpdate>();
        foreach (var data in events)
        {
            if (reader.Read("message", Encoding.UTF8.GetBytes(data)) is { } update)
            {
                updates.Add(update);
            }
        }

        if (reader.Complete() is { } last)
        {
            updates.Add(last);
        }

        return updates;
    }

    /// <summary>What a stream of events merges to.</summary>
    public static ChatResponse Stream(params string[] events) => Updates("openai", events).ToChatResponse();

    /// <summary>What the deltas of one answer merge to: a finish and the end mark follow them.</summary>
    public static ChatResponse Deltas(params string[] deltas) => Stream([.. deltas.Select(static delta => Chunk(delta)), Chunk("{}", "stop"), Done]);

    public static OneApiException StreamFails(string provider, params string[] events) => Assert.Throws<OneApiException>(() => Updates(provider, events));

    public static string Chunk(string delta, string? finish = null, string? others = null) =>
        $$$"""{"id":"r1","object":"chat.completion.chunk","created":1759436803,"model":"m1","choices":[{"index":0,"delta":{{{delta}}},"finish_reason":{{{(finish is null ? "null" : $"\"{finish}\"")}}}}]{{{others}}}}""";

    public static string Text(string text) => $$"""{"content":{{Json(text)}}}""";

    public static string Json(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";

    public static string Sse(params IEnumerable<string> events) => string.Concat(events.Select(static data => "data: " + data + "\n\n"));

    public static FunctionCallContent[] Calls(ChatResponse response) => [.. response.Messages[0].Contents.OfType<FunctionCallContent>()];

    public static string Arguments(FunctionCallContent call) => ToolArguments.ToText(call);

    public static string Reasoning(ChatResponse response) => string.Concat(response.Messages[0].Contents.OfType<TextReasoningContent>().Select(static part => part.Text));

    /// <summary>Everything of an answer that a caller can tell, as one text.</summary>
    public static string Describe(ChatResponse response)
    {
        var message = response.Messages[0];
        return string.Join('\n',
            "text " + response.Text,
            "reasoning " + Reasoning(response),
            "calls " + string.Join(';', Calls(response).Select(static call => $"{call.CallId} {call.Name} {Arguments(call)} {call.Exception is not null}")),
            "refusal " + string.Concat(message.Contents.OfType<ErrorContent>().Select(static part => part.Message)),
            "finish " + response.FinishReason,
            "usage " + (response.Usage is { } usage ? $"{usage.InputTokenCount} {usage.OutputTokenCount} {usage.TotalTokenCount} {usage.CachedInputTokenCount} {usage.ReasoningTokenCount}" : "none"),
            "id " + response.ResponseId + " " + response.ModelId + " " + response.CreatedAt);
    }

    /// <summary>Streams over HTTP with the given body, cut into reads of the given sizes.</summary>
    public static async Task<List<ChatResponseUpdate>> StreamOverHttpAsync(byte[] body, IReadOnlyList<int>? slices = null, ChatRequest? request = null, string mediaType = "text/event-stream")
    {
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in OverHttpAsync(body, slices, request, mediaType))
        {
            updates.Add(update);
        }

        return updates;
    }

    public static async IAsyncEnumerable<ChatResponseUpdate> OverHttpAsync(byte[] body, IReadOnlyList<int>? slices = null, ChatRequest? request = null, string mediaType = "text/event-stream")
    {
        using var handler = new StubHandler(body, slices, mediaType);
        using var http = new ProviderHttp(new Handlers(handler), Authentication.NoServices.Instance);
        using var clock = new AttemptClock(TimeProvider.System, default, streaming: true, TestContext.Current.CancellationToken);
        var wire = new ChatWire(Protocol, http, OneApi.Client.Authentication.AuthenticationSchemes.Bearer);
        await foreach (var update in wire.GetStreamingResponseAsync(request ?? Request(streaming: true), new(Credential.None), clock, TestContext.Current.CancellationToken))
        {
            yield return update;
        }
    }

    private sealed class Handlers(HttpMessageHandler handler) : IHttpMessageHandlerFactory
    {
        public HttpMessageHandler CreateHandler(string name) => handler;
    }

    private sealed class StubHandler(byte[] body, IReadOnlyList<int>? slices, string mediaType) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new StreamContent(new SlicedStream(body, slices ?? []));
            content.Headers.ContentType = new(mediaType);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = content });
        }
    }

    /// <summary>Gives the body in reads of the given sizes, over and over; everything at once when there are none.</summary>
    private sealed class SlicedStream(byte[] body, IReadOnlyList<int> slices) : MemoryStream(body, writable: false)
    {
        private int _next;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var size = slices.Count == 0 ? buffer.Length : Math.Min(buffer.Length, slices[_next++ % slices.Count]);
            return base.ReadAsync(buffer[..size], cancellationToken);
        }
    }
}
