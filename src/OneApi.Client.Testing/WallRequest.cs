using System.Text;
using System.Text.Json;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing;

/// <summary>One request as it arrived at a <see cref="FaultWall"/>, and what became of it.</summary>
/// <remarks>Thread-safe. It stays readable after the wall is disposed. Nothing is masked: <see cref="Headers"/> holds the key that was sent. Times are those of <see cref="FaultWallOptions.TimeProvider"/>.</remarks>
public sealed class WallRequest
{
    private readonly TaskCompletionSource _disconnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private DateTimeOffset? _answeredAt;
    private DateTimeOffset? _disconnectedAt;

    internal WallRequest(int number, string method, string target, IReadOnlyDictionary<string, string> headers, byte[] body)
    {
        var query = target.IndexOf('?', StringComparison.Ordinal);
        Number = number;
        Method = method;
        Path = Uri.UnescapeDataString(query < 0 ? target : target[..query]);
        Query = query < 0 ? "" : target[(query + 1)..];
        Headers = headers;
        Body = body;
        Text = Encoding.UTF8.GetString(body);
        Json = ParseOrUndefined(body);
    }

    /// <summary>Gets which request of the wall it is, from 1.</summary>
    public int Number { get; }

    /// <summary>Gets the HTTP method.</summary>
    public string Method { get; }

    /// <summary>Gets the whole path, percent-decoded, without the query.</summary>
    public string Path { get; }

    /// <summary>Gets the query as it was sent, without the question mark; empty when there was none.</summary>
    public string Query { get; }

    /// <summary>Gets the headers; names are compared without regard to case. Several values of one name are joined with a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>Gets the body's bytes; empty when there was none.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Gets the body as UTF-8 text.</summary>
    public string Text { get; }

    /// <summary>Gets the body as JSON.</summary>
    /// <value>An element of kind <see cref="JsonValueKind.Undefined"/> when the body is not JSON.</value>
    public JsonElement Json { get; }

    /// <summary>Gets the member <c>model</c> of the body, or <see langword="null"/>.</summary>
    public string? Model => Json.Member("model").TextOrNull();

    /// <summary>Gets whether the body's member <c>stream</c> is true.</summary>
    public bool IsStreaming => Json.Member("stream").IsTrue();

    /// <summary>Gets when the request had been read in full.</summary>
    public DateTimeOffset ArrivedAt { get; internal init; }

    /// <summary>Gets how long the wall had been up by then.</summary>
    public TimeSpan Since { get; internal init; }

    /// <summary>Gets when the end of the answer was handed to the network, or when the wall broke the connection.</summary>
    /// <value><see langword="null"/> while the answer is under way, and when the client left before.</value>
    public DateTimeOffset? AnsweredAt
    {
        get
        {
            lock (_gate)
            {
                return _answeredAt;
            }
        }
    }

    /// <summary>Gets when the client was seen to have closed the connection before the answer was complete.</summary>
    /// <value><see langword="null"/> while it has not.</value>
    public DateTimeOffset? DisconnectedAt
    {
        get
        {
            lock (_gate)
            {
                return _disconnectedAt;
            }
        }
    }

    /// <summary>Gets a task that completes when the client closed the connection before the answer was complete.</summary>
    /// <remarks>It never completes when the answer was delivered, nor when the wall itself broke the connection: await it with a bound.</remarks>
    public Task Disconnected => _disconnected.Task;

    internal void MarkAnswered(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_disconnectedAt is null)
            {
                _answeredAt ??= now;
            }
        }
    }

    internal bool MarkDisconnected(DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_answeredAt is not null || _disconnectedAt is not null)
            {
                return false;
            }

            _disconnectedAt = now;
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
