using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace OneApi.Client.Tests.Health;

/// <summary>A provider in this process that answers each key as a test says; no network. It speaks OpenAI's wire, and says which key it was asked with.</summary>
internal sealed class KeyedProvider : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, Func<HttpResponseMessage>> _replies = new();
    private readonly ConcurrentQueue<string> _asked = new();

    /// <summary>Gets the keys of all requests, in order.</summary>
    public string[] Asked => [.. _asked];

    public void Refuse(string key) => _replies[key] = static () => Error(HttpStatusCode.Unauthorized, "invalid_api_key", "Incorrect API key provided.");

    public void Empty(string key) => _replies[key] = static () => Error(HttpStatusCode.TooManyRequests, "insufficient_quota", "You exceeded your current quota.");

    public void Limit(string key, int seconds) => _replies[key] = () =>
    {
        var reply = Error(HttpStatusCode.TooManyRequests, "rate_limit_exceeded", "Rate limit reached.");
        reply.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return reply;
    };

    public void Fail(string key) => _replies[key] = static () => Error(HttpStatusCode.InternalServerError, "server_error", "The server had an error.");

    public void Serve(string key) => _replies.TryRemove(key, out _);

    /// <summary>How often a key was used.</summary>
    public int Count(string key) => _asked.Count(asked => asked == key);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var key = request.Headers.Authorization?.Parameter ?? "";
        _asked.Enqueue(key);
        return Task.FromResult(_replies.TryGetValue(key, out var reply) ? reply() : Json(HttpStatusCode.OK, $$"""
            {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{key}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2} }
            """));
    }

    private static HttpResponseMessage Error(HttpStatusCode status, string code, string message) =>
        Json(status, $$$"""{"error":{"message":"{{{message}}}","type":"{{{code}}}","param":null,"code":"{{{code}}}"} }""");

    private static HttpResponseMessage Json(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
