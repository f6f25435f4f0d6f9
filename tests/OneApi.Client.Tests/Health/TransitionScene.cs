using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Channels;
using OneApi.Client.Health;
using OneApi.Client.Routing;
using OneApi.Client.Tests.Channels;

namespace OneApi.Client.Tests.Health;

/// <summary>Four channels with three keys and three models each, their real health on a clock of the test's own, and what is known of the calls on their way.</summary>
internal sealed class TransitionScene : IAsyncDisposable
{
    private static readonly string[] Models = ["m1", "m2", "m3"];
    private readonly ServiceProvider _services;
    private readonly ConcurrentDictionary<HealthCell, int> _probes = new();
    private readonly ConcurrentDictionary<HealthCell, (DateTimeOffset At, int Round)> _dead = new();
    private readonly ConcurrentQueue<string> _wrong = new();
    private int _tries;

    public TransitionScene()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IProviderAdapter>(new StubAdapter());
        services.AddOneApi(static options =>
        {
            foreach (var name in (string[])["a", "b", "c", "d"])
            {
                options.Channels.Add(new() { Name = name, Provider = "stub", Models = Models, ApiKeys = [name + "-key-1", name + "-key-2", name + "-key-3"] });
            }
        });
        _services = services.BuildServiceProvider();
        Health = _services.GetRequiredService<IChannelHealth>();
        Judge = _services.GetRequiredService<HealthJudge>();
        var snapshot = _services.GetRequiredService<ChannelRegistry>().Current;
        Candidates = [.. Models.SelectMany(model => snapshot.RouteOf(snapshot.Groups["default"], model, CallKind.Chat).Candidates)];
    }

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UnixEpoch.AddYears(56));

    public IChannelHealth Health { get; }

    public HealthJudge Judge { get; }

    /// <summary>Gets each channel once for each model.</summary>
    public Candidate[] Candidates { get; }

    /// <summary>Gets or sets the round: what happens in one happens at once, what happened in the one before is known.</summary>
    public int Round { get; set; }

    /// <summary>Gets how often something went from rest to a try.</summary>
    public int Tries => Volatile.Read(ref _tries);

    public IReadOnlyCollection<string> Wrong => _wrong;

    public void Complain(string what) => _wrong.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{Time.GetUtcNow():O} {what}"));

    /// <summary>A call takes part, as the plan does it.</summary>
    public TransitionRide? Take(Candidate candidate, int from, bool anyway = false)
    {
        var ticket = HealthTicket.TryTake(candidate, from % candidate.Keys.Length);
        if (ticket is { } taken)
        {
            var ride = Begin(taken);
            CheckTries(ride);
            if (_dead.TryGetValue(taken.Key.Key, out var refused) && refused.Round < Round && Time.GetUtcNow() < refused.At + TimeSpan.FromMinutes(5))
            {
                Complain($"a call uses a key that was refused {Time.GetUtcNow() - refused.At} ago");
            }

            return ride;
        }

        var least = candidate.Keys[from % candidate.Keys.Length];
        return anyway && candidate.Health.SwitchedOff is null && !least.Look().IsDead ? Begin(HealthTicket.TakeAnyway(candidate, least)) : null;
    }

    /// <summary>It is no try any more: content has come, it ends, or a person has mended the channel. Before the gateway hears of it, so that nobody can follow sooner.</summary>
    public void NoTry(TransitionRide ride)
    {
        foreach (var cell in ride.Probing)
        {
            _probes.AddOrUpdate(cell, 0, static (_, count) => count - 1);
        }

        ride.Probing = [];
    }

    /// <summary>Tells the gateway how a call ends; what is known of the key changes with it.</summary>
    public void End(TransitionRide ride, bool refusesKey, bool proves, Action end)
    {
        NoTry(ride);
        var key = ride.Ticket.Key.Key;
        if (!refusesKey && !(proves && ride.Ticket.KeyProbe != HealthCell.NoProbe))
        {
            end();
            return;
        }

        lock (key)
        {
            _dead.TryRemove(key, out _);
            if (refusesKey)
            {
                _dead[key] = (Time.GetUtcNow(), Round);
            }

            end();
        }
    }

    /// <summary>A person has mended a channel: whatever was known of it is forgotten.</summary>
    public void Forget(string channel, IEnumerable<TransitionRide> rides)
    {
        foreach (var ride in rides.Where(ride => ride.Ticket.Candidate.Channel.Name == channel))
        {
            NoTry(ride);
        }

        foreach (var candidate in Candidates.Where(candidate => candidate.Channel.Name == channel))
        {
            Array.ForEach(candidate.Keys, key => _dead.TryRemove(key.Key, out _));
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private TransitionRide Begin(in HealthTicket ticket)
    {
        var ride = new TransitionRide(ticket);
        foreach (var cell in ride.Probing)
        {
            Interlocked.Increment(ref _tries);
            if (_probes.AddOrUpdate(cell, 1, static (_, count) => count + 1) > 1)
            {
                Complain($"two calls try {ticket.Candidate.Channel.Name} at once");
            }
        }

        return ride;
    }

    /// <summary>Every rest in this world lasts four seconds at least, whoever stated it.</summary>
    private void CheckTries(TransitionRide ride)
    {
        foreach (var cell in ride.Probing)
        {
            var standing = cell.Look();
            if (!standing.IsReady && Time.GetUtcNow() - standing.Since < TimeSpan.FromSeconds(4) - TimeSpan.FromMilliseconds(1))
            {
                Complain($"a try after a rest of {Time.GetUtcNow() - standing.Since}");
            }
        }
    }
}
