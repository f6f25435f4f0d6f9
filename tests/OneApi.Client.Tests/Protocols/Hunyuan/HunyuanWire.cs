using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Hunyuan;
using OneApi.Client.Providers;

namespace OneApi.Client.Tests.Protocols.Hunyuan;

/// <summary>Drives the room's readers and writers without a network, with the profile and the error table of the catalogue's row.</summary>
internal static class HunyuanWire
{
    public const string Model = "hunyuan-turbos-latest";

    public static HunyuanChatProtocol Protocol { get; } = new();

    public static ProviderEndpoint Endpoint { get; } = new()
    {
        Provider = "hunyuan",
        BaseUrl = "https://hunyuan.tencentcloudapi.com",
        Errors = new ErrorClassifier(ProviderCatalogue.Find("hunyuan")!.Errors),
        Profile = ProviderCatalogue.Find("hunyuan")!.Wires[0].Profile,
    };

    public static ChatRequest Request(IReadOnlyList<ChatMessage>? messages = null, ChatOptions? options = null, string model = Model, JsonObject? raw = null, bool streaming = false) => new()
    {
        Messages = messages ?? [new(ChatRole.User, "hi")],
        Options = options,
        Model = model,
        Streaming = streaming,
        Raw = raw,
        Endpoint = Endpoint,
        Warnings = new(),
    };

    public static JsonObject Write(ChatRequest request) => WireDriver.Write(Protocol, request);

    /// <summary>The messages on the wire, and what was warned of.</summary>
    public static (JsonNode? Messages, string[] Warnings) Messages(params ChatMessage[] messages)
    {
        var request = Request(messages);
        return (Write(request)["Messages"], WarningsOf(request));
    }

    /// <summary>The members but model, messages and stream, and what was warned of.</summary>
    public static (JsonObject Settings, string[] Warnings) Settings(ChatOptions options, string model = Model)
    {
        var request = Request(options: options, model: model);
        var body = Write(request);
        body.Remove("Model");
        body.Remove("Messages");
        body.Remove("Stream");
        return (body, WarningsOf(request));
    }

    public static ChatResponse Read(string body, ChatRequest? request = null) => Protocol.ReadChat(Encoding.UTF8.GetBytes(body), request ?? Request());

    public static List<ChatResponseUpdate> Stream(string body, ChatRequest? request = null) => WireDriver.Stream(Protocol, request ?? Request(streaming: true), body);

    public static string Events(params string[] data) => string.Concat(data.Select(static one => $"data: {one}\n\n"));

    public static string Chunk(string delta, string finish = "", string? others = null) =>
        $$"""{"Choices":[{"FinishReason":"{{finish}}","Delta":{{delta}}}],"Id":"i1"{{(others is null ? "" : "," + others)}}}""";

    public static string Text(string text, string finish = "") => Chunk($$"""{"Role":"assistant","Content":"{{JsonEncodedText.Encode(text)}}"}""", finish);

    public static string Whole(string message, string finish = "stop", string? others = null) =>
        $$$"""{"Response":{"RequestId":"r1","Choices":[{"Index":0,"Message":{{{message}}},"FinishReason":"{{{finish}}}"}],"Id":"i1"{{{(others is null ? "" : "," + others)}}}}}""";
}
