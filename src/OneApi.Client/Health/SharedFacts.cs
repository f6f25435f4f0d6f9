using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneApi.Client.Channels;

namespace OneApi.Client.Health;

/// <summary>
/// Keeps what is definitely known of channels in step with the store that all nodes share, where there is one: what this node learns is put
/// there, what the others have learnt holds here within two seconds and over a restart. How a call goes right now is nobody else's business.
/// </summary>
internal sealed class SharedFacts(IEnumerable<IChannelFactStore> stores, ChannelRegistry registry, TimeProvider time, ILogger<SharedFacts> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private readonly IChannelFactStore? _store = stores.LastOrDefault();
    private readonly Channel<(ChannelFact Fact, bool Holds)> _changes = System.Threading.Channels.Channel.CreateBounded<(ChannelFact, bool)>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest });
    private Dictionary<(string Channel, string? Key), ChannelFact> _seen = [];

    /// <summary>This node has learnt something of a key.</summary>
    public void Tell(string channel, string key, in HealthStanding standing) => Tell(new(channel, key, standing.Reason, standing.Since, standing.Until, null));

    public void Tell(ChannelFact fact) => Add(fact, holds: true);

    /// <summary>What was known does not hold any more.</summary>
    public void Forget(string channel, string? key) => Add(new(channel, key, HealthReason.None, default, null, null), holds: false);

    /// <summary>Reads what the others know before the first call is taken; a store that can't be reached does not stop the start.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_store is not null)
        {
            await ExchangeAsync(_store, cancellationToken).ConfigureAwait(false);
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_store is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            await ExchangeAsync(_store, stoppingToken).ConfigureAwait(false);
        }
    }

    private void Add(ChannelFact fact, bool holds)
    {
        if (_store is not null)
        {
            _changes.Writer.TryWrite((fact, holds));
        }
    }

    private async Task ExchangeAsync(IChannelFactStore store, CancellationToken cancellationToken)
    {
        (ChannelFact Fact, bool Holds)? unsent = null;
        try
        {
            while (_changes.Reader.TryRead(out var change))
            {
                unsent = change;
                await SendAsync(store, change.Fact, change.Holds, cancellationToken).ConfigureAwait(false);
                unsent = null;
            }

            Apply(await store.ListAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // a store may throw anything: the node goes on with what it knows, and asks again
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (unsent is { } again)
            {
                _changes.Writer.TryWrite(again);
            }

            Log.FactsNotShared(logger, error);
        }
    }

    private static ValueTask SendAsync(IChannelFactStore store, ChannelFact fact, bool holds, CancellationToken cancellationToken) =>
        holds ? store.PutAsync(fact, cancellationToken) : store.RemoveAsync(fact.Channel, fact.Key, cancellationToken);

    private void Apply(IReadOnlyList<ChannelFact> facts)
    {
        var now = time.GetUtcNow();
        var current = new Dictionary<(string, string?), ChannelFact>(facts.Count);
        foreach (var fact in facts)
        {
            current[(fact.Channel, fact.Key)] = fact;
            if (!_seen.TryGetValue((fact.Channel, fact.Key), out var known) || known != fact)
            {
                Apply(fact, now);
            }
        }

        foreach (var (place, fact) in _seen)
        {
            if (!current.ContainsKey(place))
            {
                TakeBack(fact);
            }
        }

        _seen = current;
    }

    private void Apply(ChannelFact fact, DateTimeOffset now)
    {
        var health = registry.StateOf(fact.Channel).Health;
        if (fact.Key is null)
        {
            health.SwitchedOff = new(fact.Since, fact.Until, fact.Note);
            return;
        }

        var rest = (fact.Until ?? now + HealthRules.KeyProbe) - now;
        if (rest > TimeSpan.Zero)
        {
            health.KeyOf(fact.Key).Key.Rest(fact.Reason, rest, HealthCell.NoProbe, dice: 0);
        }
    }

    private void TakeBack(ChannelFact fact)
    {
        var health = registry.StateOf(fact.Channel).Health;
        if (fact.Key is null)
        {
            health.SwitchedOff = null;
            return;
        }

        health.KeyOf(fact.Key).Key.Clear();
    }
}
