using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>Shorter ways to compare.</summary>
public static class ComparisonExtensions
{
    /// <summary>Streams the answers of several targets to one prompt of the user.</summary>
    /// <param name="comparer">The comparer.</param>
    /// <param name="targets">As in <see cref="IModelComparer.CompareAsync"/>.</param>
    /// <param name="prompt">The prompt.</param>
    /// <param name="options">As in <see cref="IModelComparer.CompareAsync"/>.</param>
    /// <param name="cancellationToken">Ends all panes.</param>
    /// <returns>As in <see cref="IModelComparer.CompareAsync"/>.</returns>
    public static IAsyncEnumerable<ComparisonUpdate> CompareAsync(this IModelComparer comparer, IReadOnlyList<ComparisonTarget> targets, string prompt, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(comparer);
        ArgumentNullException.ThrowIfNull(prompt);
        return comparer.CompareAsync(targets, [new ChatMessage(ChatRole.User, prompt)], options, cancellationToken);
    }

    /// <summary>Waits for all panes of a comparison.</summary>
    /// <param name="updates">A comparison.</param>
    /// <param name="cancellationToken">Ends it, and all its panes.</param>
    /// <returns>The result of each pane, in the order of the targets; failures are among them.</returns>
    public static Task<IReadOnlyList<ComparisonResult>> ToResultsAsync(this IAsyncEnumerable<ComparisonUpdate> updates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(updates);
        return CollectAsync(updates, cancellationToken);
    }

    private static async Task<IReadOnlyList<ComparisonResult>> CollectAsync(IAsyncEnumerable<ComparisonUpdate> updates, CancellationToken cancellationToken)
    {
        var results = new List<ComparisonResult>();
        await foreach (var update in updates.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (update.Result is { } result)
            {
                results.Add(result);
            }
        }

        results.Sort(static (one, other) => one.Pane.CompareTo(other.Pane));
        return results;
    }
}
