using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using OneApi.Client.Gateway;

namespace OneApi.Client.Comparison;

/// <summary>Runs the panes of comparisons.</summary>
internal sealed class ModelComparer(GatewayChatClient gateway, TimeProvider time) : IModelComparer
{
    /// <summary>How many updates are kept for a reader, for each pane: enough that a pane rarely waits for one that keeps up.</summary>
    private const int KeptForAPane = 4;

    public IAsyncEnumerable<ComparisonUpdate> CompareAsync(IReadOnlyList<ComparisonTarget> targets, IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(messages);
        Check(targets);
        if (options is { ConversationId: not null } or { ContinuationToken: not null })
        {
            throw new ArgumentException("A conversation that one provider keeps can't go on in all panes: send the history, or set it in Configure of one target.", nameof(options));
        }

        ChatMessage[] asked = [.. messages];
        var panes = new ComparisonPane[targets.Count];
        for (var i = 0; i < panes.Length; i++)
        {
            var target = targets[i];
            var client = target.Channel is { } channel ? gateway.Of(channel) : gateway;
            panes[i] = new(client, i, target, asked, OptionsOf(target, options), time);
        }

        return RunAsync(panes, cancellationToken);
    }

    private static async IAsyncEnumerable<ComparisonUpdate> RunAsync(ComparisonPane[] panes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Writers that wait are served in the order in which they came, and a pane waits with one update at most: a pane that says much holds up nobody else's.
        var events = Channel.CreateBounded<PaneEvent>(new BoundedChannelOptions(KeptForAPane * panes.Length) { SingleReader = true });
        var delivered = new List<ChatResponseUpdate>[panes.Length];
        var running = Array.ConvertAll(panes, pane => Task.Run(() => pane.RunAsync(events.Writer, leaving.Token), CancellationToken.None));
        try
        {
            for (var open = panes.Length; open > 0;)
            {
                var told = await events.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (told.Update is { } update)
                {
                    (delivered[told.Pane] ??= []).Add(update);
                    yield return new() { Pane = told.Pane, Target = told.Target, Update = update };
                    continue;
                }

                open--;
                yield return new() { Pane = told.Pane, Target = told.Target, Result = ResultOf(told, delivered[told.Pane] ?? []) };
            }
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running).ConfigureAwait(false);
        }
    }

    /// <summary>Made where the reader reads: the updates are the reader's own by then.</summary>
    private static ComparisonResult ResultOf(in PaneEvent told, List<ChatResponseUpdate> delivered) => new()
    {
        Pane = told.Pane,
        Target = told.Target,
        Response = new TracedChatResponse(delivered.ToChatResponse()) { Record = told.Record!, Warnings = delivered.Count == 0 ? [] : delivered[^1].GetOneApiWarnings() },
        Record = told.Record!,
        Error = told.Error,
        HeldUp = told.HeldUp,
    };

    private static ChatOptions OptionsOf(ComparisonTarget target, ChatOptions? shared)
    {
        var own = shared?.Clone() ?? new OneApiChatOptions();
        own.ModelId = target.Model ?? own.ModelId;
        target.Configure?.Invoke(own);
        return own;
    }

    private static void Check(IReadOnlyList<ComparisonTarget> targets)
    {
        if (targets.Count is 0 or > IModelComparer.MaxPanes)
        {
            throw new ArgumentException($"A comparison has from 1 to {IModelComparer.MaxPanes} targets, not {targets.Count}.", nameof(targets));
        }

        for (var i = 0; i < targets.Count; i++)
        {
            if (targets[i] is not { } target)
            {
                throw new ArgumentException($"Target {i} is null.", nameof(targets));
            }

            if (target is { Model: { } model } && string.IsNullOrWhiteSpace(model))
            {
                throw new ArgumentException($"Target {i} has a model without a name; null is the model of the options.", nameof(targets));
            }

            if (target is { Channel: { } channel } && string.IsNullOrWhiteSpace(channel))
            {
                throw new ArgumentException($"Target {i} has a channel without a name; null lets the gateway choose.", nameof(targets));
            }
        }
    }
}
