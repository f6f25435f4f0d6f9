using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Anthropic;
using Xunit;

namespace OneApi.Client.Tests.Protocols.Anthropic;

/// <summary>Drives the room's readers and writers without a network.</summary>
internal static class AnthropicWire
{
    /// <summary>A model that thinks with budgets.</summary>
    public const string Haiku45 = "claude-haiku-4-5-20251001";

    /// <summary>A model that thinks adaptively and refuses <c>xhigh</c>.</summary>
    public const string Opus46 = "claude-opus-4-6";

    /// <summary>A model that thinks adaptively and has fixed sampling.</summary>
    public const string Opus47 = "claude-opus-4-7";

    public static ProviderEndpoint Endpoint { get; } = EndpointOf("anthropic");

    public static ProviderEndpoint EndpointOf(string provider, params KeyValuePair<string, string>[] headers) => new()
    {
        Provider = provider,
        BaseUrl = "https://api.anthropic.com",
        Errors = new ErrorClassifier(AnthropicErrorRules.All),
        Headers = headers,
    };

    public static ChatRequest Request(
        IReadOnlyList<ChatMessage>? messages = null,
        ChatOptions? options = null,
        string model = Haiku45,
        JsonObject? raw = null,
        bool streaming = false,
        ProviderEndpoint? endpoint = null) => new()
    {
        Messages = messages ?? [new(ChatRole.User, "Hi")],
        Options = options,
        Model = model,
        Streaming = streaming,
        Raw = raw,
        Endpoint = endpoint ?? Endpoint,
        Warnings = new(),
    };

    public static JsonObject Write(ChatRequest request) => WireDriver.Write(new AnthropicChatProtocol(), request);

    public static JsonObject Write(ChatOptions options, string model = Haiku45) => Write(Request(options: options, model: model));

    public static JsonNode? Messages(params ChatMessage[] messages) => Write(Request(messages))["messages"];

    /// <summary>The blocks of the only user message.</summary>
    public static JsonNode? Blocks(params AIContent[] contents) => Messages(new ChatMessage(ChatRole.User, [.. contents]))![0]!["content"];

    public static ChatResponse Read(string body, bool afterResult = false, ProviderEndpoint? endpoint = null) =>
        AnthropicResponseReader.Read(Encoding.UTF8.GetBytes(body), endpoint ?? Endpoint, afterResult);

    /// <summary>A whole answer with these blocks.</summary>
    public static ChatResponse ReadBlocks(string blocks, string stopReason = "end_turn") => Read(
        $$$"""{"id":"msg_01A","type":"message","role":"assistant","model":"claude-haiku-4-5-20251001","content":{{{blocks}}},"stop_reason":"{{{stopReason}}}","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}""");

    /// <summary>Feeds events, given by their data, and completes.</summary>
    public static List<ChatResponseUpdate> Stream(params string[] events) => Stream(new AnthropicStreamReader(Endpoint, afterResult: false), events);

    public static List<ChatResponseUpdate> Stream(AnthropicStreamReader reader, params string[] events)
    {
        var updates = new List<ChatResponseUpdate>();
        foreach (var data in events)
        {
            if (reader.Read(JsonNode.Parse(data)!["type"]!.GetValue<string>(), Encoding.UTF8.GetBytes(data)) is { } update)
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

    /// <summary>A stream around the events of its blocks.</summary>
    public static List<ChatResponseUpdate> StreamBlocks(string stopReason, params string[] events) => Stream(
    [
        """{"type":"message_start","message":{"model":"claude-haiku-4-5-20251001","id":"msg_01A","type":"message","role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}}""",
        .. events,
        $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{stopReason}}}","stop_sequence":null},"usage":{"output_tokens":2}}""",
        """{"type":"message_stop"}""",
    ]);

    /// <summary>What the answer becomes in the next request.</summary>
    public static JsonNode? Replay(ChatResponse response, ProviderEndpoint? endpoint = null) =>
        Write(Request([new(ChatRole.User, "Hi"), .. response.Messages, new(ChatRole.User, "And?")], endpoint: endpoint))["messages"]![1]!["content"];

    /// <summary>The history after it was stored as JSON.</summary>
    public static ChatResponse Stored(ChatResponse response) =>
        JsonSerializer.Deserialize<ChatResponse>(JsonSerializer.Serialize(response, AIJsonUtilities.DefaultOptions), AIJsonUtilities.DefaultOptions)!;

    public static void AssertWarning(ChatRequest request, string code, string setting) =>
        Assert.Contains(request.Warnings.All, warning => warning.Code == code && warning.Setting == setting);
}
