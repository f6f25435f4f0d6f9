using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Providers;

namespace OneApi.Client.Tests.Protocols.OpenAI.Vendors;

/// <summary>Requests of one vendor's row of the catalogue.</summary>
internal static class Vendor
{
    public static readonly AITool Weather = AIFunctionFactory.Create((string city) => city, "weather");

    public static ChatMessage User(string text = "hi") => new(ChatRole.User, text);

    public static ChatMessage Assistant(params AIContent[] contents) => new(ChatRole.Assistant, contents);

    public static ChatRequest Request(string provider, string model, ChatOptions? options = null, bool streaming = false, string? baseUrl = null, string? wire = null, JsonObject? raw = null, params ChatMessage[] messages)
    {
        var row = ProviderCatalogue.Find(provider)!;
        var found = wire is null ? row.Wires[0] : row.Wires.Single(one => one.Name == wire);
        return new()
        {
            Messages = messages.Length > 0 ? messages : [User()],
            Options = options,
            Model = model,
            Streaming = streaming,
            Raw = raw,
            Endpoint = new() { Provider = provider, BaseUrl = baseUrl ?? found.BaseUrl ?? "http://localhost/v1", Profile = found.Profile, Errors = new ErrorClassifier(row.Errors) },
            Warnings = new(),
        };
    }

    /// <summary>The members beside model and messages, as JSON.</summary>
    public static string Members(ChatRequest request)
    {
        var body = OpenAIWire.Write(request);
        body.Remove("model");
        body.Remove("messages");
        return body.ToJsonString();
    }

    public static JsonArray Messages(ChatRequest request) => OpenAIWire.Write(request)["messages"]!.AsArray();

    /// <summary>The updates of a stream that came over HTTP, cut into reads of the given sizes.</summary>
    public static Task<List<ChatResponseUpdate>> StreamAsync(string body, ChatRequest request, params int[] slices) =>
        OpenAIWire.StreamOverHttpAsync(System.Text.Encoding.UTF8.GetBytes(body), slices, request);
}
