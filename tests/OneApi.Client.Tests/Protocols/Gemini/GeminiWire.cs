using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Gemini;
using Xunit;

namespace OneApi.Client.Tests.Protocols.Gemini;

/// <summary>Drives the room's readers and writers without a network.</summary>
internal static class GeminiWire
{
    public const string Gemini25 = "gemini-2.5-flash";
    public const string Gemini3 = "gemini-3-flash-preview";

    public static ProviderEndpoint Endpoint { get; } = EndpointOf("gemini");

    public static ProviderEndpoint EndpointOf(string provider, WireProfile? profile = null) => new()
    {
        Provider = provider,
        BaseUrl = "https://generativelanguage.googleapis.com/v1beta",
        Errors = new ErrorClassifier(GeminiErrorRules.All),
        Profile = profile ?? WireProfile.Default,
    };

    public static ChatRequest Request(IReadOnlyList<ChatMessage>? messages = null, ChatOptions? options = null, string model = Gemini25, JsonObject? raw = null, ProviderEndpoint? endpoint = null) => new()
    {
        Messages = messages ?? [new(ChatRole.User, "Hi")],
        Options = options,
        Model = model,
        Streaming = false,
        Raw = raw,
        Endpoint = endpoint ?? Endpoint,
        Warnings = new(),
    };

    public static JsonObject Write(ChatRequest request) => WireDriver.Write(new GeminiChatProtocol(), request);

    public static JsonNode? Contents(params ChatMessage[] messages) => Write(Request(messages))["contents"];

    public static JsonNode? Config(ChatOptions options, string model = Gemini25) => Write(Request(options: options, model: model))["generationConfig"];

    public static ChatResponse Read(string body, ProviderEndpoint? endpoint = null) =>
        new GeminiChatProtocol().ReadChat(Encoding.UTF8.GetBytes(body), Request(endpoint: endpoint));

    public static List<ChatResponseUpdate> Stream(params string[] events)
    {
        var reader = new GeminiChatProtocol().CreateStreamReader(Request());
        var updates = new List<ChatResponseUpdate>();
        foreach (var data in events)
        {
            if (reader.Read("message", Encoding.UTF8.GetBytes(data)) is { } update)
            {
                updates.Add(update);
            }

            Assert.False(reader.IsComplete);
        }

        if (reader.Complete() is { } last)
        {
            updates.Add(last);
        }

        return updates;
    }

    public static void AssertWarning(ChatRequest request, string setting) => Assert.Contains(request.Warnings.All, warning => warning.Setting == setting);
}
