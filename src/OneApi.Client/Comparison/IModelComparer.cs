using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>Asks several models or channels the same at the same time, for whoever wants to see the answers side by side. Thread-safe.</summary>
/// <remarks>
/// Each pane is a call like any other: its own admission, its own reservation and charge where the options hold an access token, failover and
/// fallbacks as the group has them, its own usage record. It goes to the gateway itself: what a host has put around its <see cref="IChatClient"/>
/// (function invocation, caches) has no part in it.
/// </remarks>
public interface IModelComparer
{
    /// <summary>The most panes that one comparison may have.</summary>
    const int MaxPanes = 16;

    /// <summary>Streams the answers of several targets as they come.</summary>
    /// <param name="targets">The models or channels, from 1 to <see cref="MaxPanes"/>. The same one may stand there several times, to see how its answers differ.</param>
    /// <param name="messages">What all of them are asked. Enumerated once, at this call.</param>
    /// <param name="options">What holds for all panes, or <see langword="null"/>. Never changed: each pane has a copy, made at this call.</param>
    /// <param name="cancellationToken">Ends all panes.</param>
    /// <returns>
    /// The updates of all panes, interleaved; those of one pane are in order, and the last one of each is its <see cref="ComparisonUpdate.Result"/>.
    /// Nothing is asked before it is enumerated, and each enumeration asks anew. Its reader sets the pace: the panes of one that is slow wait
    /// for it in turn, and little is kept for it. Leaving it ends all panes, and returns when every one of them is settled.
    /// </returns>
    /// <remarks>A pane that fails ends with its error in its result, and stops no other.</remarks>
    /// <exception cref="ArgumentException">
    /// There is no target, or there are too many, or one is null or names nothing; or <paramref name="options"/> go on with a conversation or an
    /// answer that one provider keeps: several can't, so send the history, or say it in <see cref="ComparisonTarget.Configure"/> of the one.
    /// </exception>
    /// <exception cref="OperationCanceledException">While enumerating: <paramref name="cancellationToken"/> was cancelled, and all panes are settled.</exception>
    IAsyncEnumerable<ComparisonUpdate> CompareAsync(IReadOnlyList<ComparisonTarget> targets, IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default);
}
