using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneApi.Client.Channels;

namespace OneApi.Client.Health;

/// <summary>
/// Keeps what is definitely known of channels in step with the store that all nodes share, where there is one: what this node learns is put
/// there at once, what the others have learnt holds here within two seconds and over a restart. How a call goes right now is nobody else's
/// business, and no call ever waits for the store.
/// </summary>
internal sealed class SharedFacts(IEnumerable<IChannelFactStore> stores, ChannelRegistry registry, TimeProvider time, ILogger<SharedFacts> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How long an exchange may take, and so the start of a host whose store does not answer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly IChannelFactStore? _store = stores.LastOrDefault();
    private readonly SharedFactsApplier _applier = new(registry, logger);
    private readonly Channel<bool> _wake = System.Threading.Channels.Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ChannelFact> _unsent = new(StringComparer.Ordinal); // one for each channel and key at most
    private Dictionary<string, ChannelFact> _seen = new(StringComparer.Ordinal); // as the store has it; touched in turn only
    private volatile bool _isDown;
    private ITimer? _timer;

    /// <summary>This node has learnt something of a key.</summary>
    public void Tell(string channel, string key, in HealthStanding standing) =>
        Add(new() { Channel = channel, Key = key, Reason = standing.Reason, SaidAt = time.GetUtcNow(), Since = standing.Since, Until = standing.Until });

    /// <summary>What was known of a key, or of the channel, does not hold any more.</summary>
    public void Forget(string channel, string? key)
    {
        var now = time.GetUtcNow();
        Add(new() { Channel = channel, Key = key, Reason = HealthReason.None, SaidAt = now, Since = now });
    }

    /// <summary>A person has switched a channel off.</summary>
    public void SwitchOff(string channel, ChannelSwitch off) =>
        Add(new() { Channel = channel, Reason = HealthReason.SwitchedOff, SaidAt = off.Since, Since = off.Since, Until = off.Until, Note = off.Note });

    /// <summary>Waits until the store has what this node has said, or could not be reached: then it is said again later.</summary>
    public Task SayAsync(CancellationToken cancellationToken) => _store is null ? Task.CompletedTask : ExchangeAsync(_store, cancellationToken);

    /// <summary>Reads what the others know before the first call is taken; a store that can't be reached does not stop the start.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await SayAsync(cancellationToken).ConfigureAwait(false);
        if (_store is not null)
        {
            _timer = time.CreateTimer(static facts => ((SharedFacts)facts!)._wake.Writer.TryWrite(true), this, Interval, Interval);
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        if (HasUnsent())
        {
            await SayAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the host's patience may end
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _timer?.Dispose();
        _turn.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_store is null)
        {
            return;
        }

        await foreach (var _ in _wake.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            await ExchangeAsync(_store, stoppingToken).ConfigureAwait(false);
        }
    }

    private void Add(ChannelFact fact)
    {
        if (_store is null)
        {
            return;
        }

        lock (_gate)
        {
            _unsent[FactRules.PlaceOf(fact)] = fact;
        }

        if (!_isDown)
        {
            _wake.Writer.TryWrite(true);
        }
    }

    private async Task ExchangeAsync(IChannelFactStore store, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using var patience = new CancellationTokenSource(Patience, time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            var error = await SendAsync(store, both.Token).ConfigureAwait(false);
            Apply(await store.ListAsync(both.Token).AsTask().WaitAsync(both.Token).ConfigureAwait(false));
            Note(error);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // a store may throw anything: the node goes on with what it knows, and asks again
        catch (Exception error)
#pragma warning restore CA1031
        {
            Note(error);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Puts what is new into the store; a word that it does not take keeps no other back.</summary>
    private async Task<Exception?> SendAsync(IChannelFactStore store, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        foreach (var (place, fact) in Unsent())
        {
            try
            {
                await store.PutAsync(fact, time.GetUtcNow(), cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
                Sent(place, fact);
            }
#pragma warning disable CA1031 // as above
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failure = error;
            }
        }

        return failure;
    }

    private void Apply(ChannelFacts listed)
    {
        var now = time.GetUtcNow();
        var ahead = now - listed.Now;
        var current = new Dictionary<string, ChannelFact>(listed.Facts.Count, StringComparer.Ordinal);
        foreach (var fact in listed.Facts)
        {
            var place = FactRules.PlaceOf(fact);
            var known = _seen.GetValueOrDefault(place);
            if (IsUnsent(place))
            {
                current[place] = known ?? fact with { Reason = HealthReason.None }; // this node knows better, and looks again when it has said so
            }
            else
            {
                current[place] = fact;
                if (known != fact)
                {
                    _applier.Apply(FactRules.Shift(fact, ahead), now);
                }
            }
        }

        var before = _seen;
        _seen = current;
        foreach (var (place, fact) in before)
        {
            if (fact.Reason is not HealthReason.None && !current.ContainsKey(place) && !IsUnsent(place) && _applier.StillHolds(fact))
            {
                SayAgain(place, FactRules.Shift(fact, ahead));
            }
        }
    }

    /// <summary>The store has lost it: only a word takes something back.</summary>
    private void SayAgain(string place, ChannelFact fact)
    {
        lock (_gate)
        {
            _unsent.TryAdd(place, fact);
        }
    }

    private void Note(Exception? error)
    {
        if (error is not null && !_isDown)
        {
            Log.FactsNotShared(logger, error);
        }
        else if (error is null && _isDown)
        {
            Log.FactsSharedAgain(logger);
        }

        _isDown = error is not null;
    }

    private bool HasUnsent()
    {
        lock (_gate)
        {
            return _unsent.Count > 0;
        }
    }

    private KeyValuePair<string, ChannelFact>[] Unsent()
    {
        lock (_gate)
        {
            return [.. _unsent];
        }
    }

    private bool IsUnsent(string place)
    {
        lock (_gate)
        {
            return _unsent.ContainsKey(place);
        }
    }

    private void Sent(string place, ChannelFact fact)
    {
        lock (_gate)
        {
            if (_unsent.TryGetValue(place, out var last) && ReferenceEquals(last, fact))
            {
                _unsent.Remove(place);
            }
        }
    }
}
