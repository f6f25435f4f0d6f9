using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Spark;
using OneApi.Client.Providers;
using OneApi.Client.Providers.ErrorTables;
using OneApi.Client.Transport;
using Xunit;

namespace OneApi.Client.Tests.Protocols.Spark;

/// <summary>Drives the room's readers and writers without a network, with the profile and the error table of the catalogue's row.</summary>
internal static class SparkWire
{
    public const string Max = "generalv3.5";
    public const string Lite = "lite";

    public static SparkChatProtocol Protocol { get; } = new();

    public static ProviderEndpoint Endpoint { get; } = EndpointAt("wss://spark-api.xf-yun.com");

    public static ProviderEndpoint EndpointAt(string baseUrl, string? apiVersion = null) => new()
    {
        Provider = "spark",
        BaseUrl = baseUrl,
        AppId = "12345678",
        ApiVersion = apiVersion,
        Errors = new ErrorClassifier(SparkErrors.All),
        Profile = ProviderCatalogue.Find("spark")!.Wires[0].Profile,
    };

    public static ChatRequest Request(IReadOnlyList<ChatMessage>? messages = null, ChatOptions? options = null, string model = Max, JsonObject? raw = null, ProviderEndpoint? endpoint = null) => new()
    {
        Messages = messages ?? [new(ChatRole.User, "hi")],
        Options = options,
        Model = model,
        Streaming = true,
        Raw = raw,
        Endpoint = endpoint ?? Endpoint,
        Warnings = new(),
    };

    public static JsonObject Write(ChatRequest request)
    {
        var body = ChatCallWriter.WriteBody(Protocol, request, out _);
        return JsonNode.Parse(body.Span, documentOptions: new() { AllowDuplicateProperties = false })!.AsObject();
    }

    public static (JsonNode? Texts, string[] Warnings) Texts(string model, params ChatMessage[] messages)
    {
        var request = Request(messages, model: model);
        return (Write(request)["payload"]!["message"]!["text"], WarningsOf(request));
    }

    public static (JsonObject Settings, string[] Warnings) Settings(ChatOptions options, string model = Max)
    {
        var request = Request(options: options, model: model);
        return (Write(request)["parameter"]!["chat"]!.AsObject(), WarningsOf(request));
    }

    /// <summary>Reads frames as the transport does: until the last, or until the socket is closed.</summary>
    public static List<ChatResponseUpdate> Read(ChatRequest request, params string[] frames)
    {
        var reader = Protocol.CreateStreamReader(request);
        var updates = new List<ChatResponseUpdate>();
        foreach (var frame in frames)
        {
            if (reader.Read("message", Encoding.UTF8.GetBytes(frame)) is { } update)
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

    public static ChatResponse Answer(params string[] frames) => Read(Request(), frames).ToChatResponse();

    public static OneApiException Failure(params string[] frames) => Assert.Throws<OneApiException>(() => Read(Request(), frames));

    /// <summary>A frame as the page shows it (protocols/spark.md §5).</summary>
    public static string Frame(int status, int sequence, string text, string? usage = null) =>
        $$$"""{"header":{"code":0,"message":"Success","sid":"cht1","status":{{{status}}}},"payload":{"choices":{"status":{{{status}}},"seq":{{{sequence}}},"text":[{{{text}}}]}{{{(usage is null ? "" : ",\"usage\":{\"text\":" + usage + "}")}}}}}""";

    public static string Said(string content) => $$"""{"content":"{{content}}","role":"assistant","index":0}""";
}
