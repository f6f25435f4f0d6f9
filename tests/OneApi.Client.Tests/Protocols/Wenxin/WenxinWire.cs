using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Wenxin;
using OneApi.Client.Providers;
using OneApi.Client.Providers.ErrorTables;

namespace OneApi.Client.Tests.Protocols.Wenxin;

/// <summary>Drives the room's readers and writers without a network, with the profile and the error table of the catalogue's row.</summary>
internal static class WenxinWire
{
    public const string Model = "ERNIE-4.0-8K";

    public static WenxinChatProtocol Protocol { get; } = new();

    public static ProviderEndpoint Endpoint { get; } = new()
    {
        Provider = "wenxin",
        BaseUrl = "https://aip.baidubce.com",
        Errors = new ErrorClassifier(WenxinErrors.All),
        Profile = ProviderCatalogue.Find("wenxin")!.Wires[0].Profile,
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

    /// <summary>The members that the options make, beside the one message, and the warnings.</summary>
    public static (JsonObject Body, string[] Warnings) Options(ChatOptions options, string model = Model)
    {
        var request = Request(options: options, model: model);
        var body = Write(request);
        body.Remove("messages");
        return (body, WarningsOf(request));
    }

    public static ChatResponse Read(string body) => Protocol.ReadChat(Encoding.UTF8.GetBytes(body), Request());

    public static List<ChatResponseUpdate> Stream(string body) => WireDriver.Stream(Protocol, Request(streaming: true), body);

    public static string Events(params string[] data) => string.Concat(data.Select(static one => $"data: {one}\n\n"));

    public static string Frame(string result, bool isEnd = false, string more = "") =>
        $$"""{"id":"as-1","object":"chat.completion","created":1709089502,"sentence_id":0,"is_end":{{(isEnd ? "true" : "false")}},"is_truncated":false,"result":"{{result}}","need_clear_history":false,"finish_reason":"normal"{{more}}}""";
}
