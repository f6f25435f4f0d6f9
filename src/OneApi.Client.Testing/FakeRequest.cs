using System.Diagnostics;
using System.Text.Json;

namespace OneApi.Client.Testing;

/// <summary>One request as it arrived at a fake, and what became of it.</summary>
/// <remarks>Thread-safe. It stays readable after the fake is disposed. Nothing is masked: <see cref="Headers"/> holds the key that was sent.</remarks>
public sealed class FakeRequest
{
    internal static readonly FakeRequest Nothing = new("POST", "/", new Dictionary<string, string>(), new Dictionary<string, string>(), []);

    private readonly TaskCompletionSource _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private long? _answeredTimestamp;
    private long? _disconnectedTimestamp;

    internal FakeRequest(string method, string path, IReadOnlyDictionary<string, string> query, IReadOnlyDictionary<string, string> headers, byte[] body)
    {
        Method = method;
        Path = path;
        Query = query;
        Headers = headers;
        Body = body;
        Json = ParseOrUndefined(body);
        ArrivedTimestamp = Stopwatch.GetTimestamp();
    }

    /// <summary>Gets the HTTP method, in upper case.</summary>
    public string Method { get; }

    /// <summary>Gets the whole path, percent-decoded, without the query, e.g. <c>/v1/chat/completions</c>.</summary>
    public string Path { get; }

    /// <summary>Gets the query parameters. Several values of one name are joined with a comma.</summary>
    public IReadOnlyDictionary<string, string> Query { get; }

    /// <summary>Gets the headers; names are compared without regard to case. Several values of one name are joined with a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Gets the body's bytes; empty when there was none. Over a socket it is the message that the client sent.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Gets the body as JSON.</summary>
    /// <value>An element of kind <see cref="JsonValueKind.Undefined"/> when the body is not JSON.</value>
    public JsonElement Json { get; }

    /// <summary>Gets the model asked for, in the provider's own place (body or path).</summary>
    /// <value><see langword="null"/> when the request names none.</value>
    public string? Model { get; internal set; }

    /// <summary>Gets whether the request asks for a streamed answer.</summary>
    public bool IsStreaming { get; internal set; }

    /// <summary>Gets whether the request carried the accepted key in the provider's own place.</summary>
    public bool AuthenticationPassed { get; internal set; }

    /// <summary>Gets when the request had been read in full, in ticks of <see cref="Stopwatch"/>.</summary>
    public long ArrivedTimestamp { get; }

    /// <summary>Gets when the last byte of the answer was handed to the network, in ticks of <see cref="Stopwatch"/>.</summary>
    /// <value><see langword="null"/> while the answer is under way, and when it was never completed.</value>
    public long? AnsweredTimestamp
    {
        get
        {
            lock (_gate)
            {
                return _answeredTimestamp;
            }
        }
    }

    /// <summary>Gets when the client was seen to have gone away, in ticks of <see cref="Stopwatch"/>.</summary>
    /// <value><see langword="null"/> while it has not.</value>
    public long? DisconnectedTimestamp
    {
        get
        {
            lock (_gate)
            {
                return _disconnectedTimestamp;
            }
        }
    }

    /// <summary>Gets a task that completes when the client went away before the answer was complete.</summary>
    /// <remarks>It never completes when the answer was delivered in full, nor when the fake itself broke the connection: await it with a bound.</remarks>
    public Task Disconnected => _disconnected.Task;

    /// <summary>The same request with what the client sent over the socket that it opens.</summary>
    internal FakeRequest With(byte[] message) => new(Method, Path, Query, Headers, message) { AuthenticationPassed = AuthenticationPassed };

    internal bool MarkAnswered()
    {
        lock (_gate)
        {
            if (_disconnectedTimestamp is not null)
            {
                return false;
            }

            _answeredTimestamp ??= Stopwatch.GetTimestamp();
            return true;
        }
    }

    internal bool MarkDisconnected()
    {
        lock (_gate)
        {
            if (_answeredTimestamp is not null || _disconnectedTimestamp is not null)
            {
                return false;
            }

            _disconnectedTimestamp = Stopwatch.GetTimestamp();
        }

        return _disconnected.TrySetResult();
    }

    private static JsonElement ParseOrUndefined(byte[] body)
    {
        try
        {
            return body.Length == 0 ? default : JsonElement.Parse(body);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
