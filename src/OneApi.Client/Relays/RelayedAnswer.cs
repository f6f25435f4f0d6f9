using OneApi.Client.Relays;

namespace OneApi.Client;

/// <summary>The answer of a relayed call: a success, as the provider wrote it. Whoever got it disposes it.</summary>
/// <remarks>
/// A whole answer is settled before it is handed out. A stream is committed to its channel (its first bytes have come) and is settled when it
/// has been read to its end, when it breaks, or when it is disposed before: then for what was delivered, and the provider is cut off at once.
/// Not thread-safe.
/// </remarks>
public sealed class RelayedAnswer : IAsyncDisposable
{
    private readonly RelayFlow? _flow;

    internal RelayedAnswer(string? contentType, ReadOnlyMemory<byte> body)
    {
        ContentType = contentType;
        Body = body;
    }

    internal RelayedAnswer(string? contentType, bool isEventStream, RelayFlow flow)
    {
        ContentType = contentType;
        IsEventStream = isEventStream;
        _flow = flow;
    }

    /// <summary>Gets the HTTP status: 200, since everything else is an exception.</summary>
    public int StatusCode => 200;

    /// <summary>Gets the content type as the provider named it, or <see langword="null"/>.</summary>
    public string? ContentType { get; }

    /// <summary>Gets a value indicating whether the answer is still on its way: read it with <see cref="ReadAsync"/>.</summary>
    public bool IsStream => _flow is not null;

    /// <summary>Gets a value indicating whether what is on its way are server-sent events. Each piece then ends with the end of an event.</summary>
    public bool IsEventStream { get; }

    /// <summary>Gets the whole answer; empty for a stream.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Reads the answer piece by piece as it comes; a whole one is one piece. A stream can be read once.</summary>
    /// <param name="cancellationToken">Ends the call, like the token that it was begun with.</param>
    /// <returns>The pieces. Each is valid until the next one is asked for.</returns>
    /// <exception cref="OneApiException">The stream broke; nothing after this moment belongs to the answer.</exception>
    /// <exception cref="InvalidOperationException">It was read before.</exception>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken = default) =>
        _flow is null ? OneAsync(Body) : _flow.ReadAsync(cancellationToken);

    /// <summary>Lets go of the answer. A stream that was not read to its end is cut off and settled.</summary>
    /// <returns>A task that ends when the call is settled.</returns>
    public ValueTask DisposeAsync() => _flow?.DisposeAsync() ?? ValueTask.CompletedTask;

#pragma warning disable CS1998 // one piece that is there already
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> OneAsync(ReadOnlyMemory<byte> body)
#pragma warning restore CS1998
    {
        yield return body;
    }
}
