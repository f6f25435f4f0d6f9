using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.DashScope;
using OneApi.Client.Providers;
using OneApi.Client.Providers.ErrorTables;

namespace OneApi.Client.Tests.Protocols.DashScope;

/// <summary>Drives the room's readers and writers without a network, with the profile and the error table of the catalogue's row.</summary>
internal static class DashScopeWire
{
    public const string Text = "qwen-plus";
    public const string Vision = "qwen-vl-max";

    public static DashScopeChatProtocol Protocol { get; } = new();

    public static ProviderEndpoint Endpoint { get; } = new()
    {
        Provider = "qwen",
        BaseUrl = "https://dashscope.aliyuncs.com",
        Errors = new ErrorClassifier(QwenErrors.All),
        Profile = ProviderCatalogue.Find("qwen")!.Wires[0].Profile,
    };

    public static ChatRequest Request(IReadOnlyList<ChatMessage>? messages = null, ChatOptions? options = null, string model = Text, JsonObject? raw = null, bool streaming = false) => new()
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

    public static JsonNode? Messages(string model, params ChatMessage[] messages) => Write(Request(messages, model: model))["input"]!["messages"];

    public static (JsonObject Parameters, string[] Warnings) Parameters(ChatOptions options, string model = Text)
    {
        var request = Request(options: options, model: model);
        return (Write(request)["parameters"]!.AsObject(), WarningsOf(request));
    }

    public static ChatResponse Read(string body, ChatRequest? request = null) => Protocol.ReadChat(Encoding.UTF8.GetBytes(body), request ?? Request());

    public static List<ChatResponseUpdate> Stream(string body, ChatRequest? request = null) => WireDriver.Stream(Protocol, request ?? Request(streaming: true), body);

    /// <summary>One event as the page shows it: no space after the colons, the status in a comment.</summary>
    public static string Event(string data, string type = "result", int status = 200) => $"id:1\nevent:{type}\n:HTTP_STATUS/{status}\ndata:{data}\n\n";

    public static string Events(params string[] data) => string.Concat(data.Select(static one => Event(one)));

    public static string Chunk(string message, string finish = "\"null\"", string? usage = null) =>
        $$"""{"output":{"choices":[{"message":{{message}},"finish_reason":{{finish}}}]}{{(usage is null ? "" : ",\"usage\":" + usage)}},"request_id":"r1"}""";
}
