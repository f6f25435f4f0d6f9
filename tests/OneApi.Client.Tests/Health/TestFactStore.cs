using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Health;

namespace OneApi.Client.Tests.Health;

/// <summary>A store of facts in memory with a clock of its own, that fails, hangs or forgets on demand.</summary>
internal sealed class TestFactStore : IChannelFactStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ChannelFact> _facts = [];
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(100));
    private int _lists;

    /// <summary>Gets or sets what happens before anything is done.</summary>
    public Func<ChannelFact?, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Gets how often it was read, in vain or not.</summary>
    public int Lists => Volatile.Read(ref _lists);

    public bool IsDown
    {
        set => Before = value ? static _ => Task.FromException(new IOException("down")) : static _ => Task.CompletedTask;
    }

    public ChannelFact[] Facts
    {
        get
        {
            lock (_lock)
            {
                return [.. _facts.Values];
            }
        }
    }

    public void Lose()
    {
        lock (_lock)
        {
            _facts.Clear();
        }
    }

    public async ValueTask PutAsync(ChannelFact fact, DateTimeOffset now, CancellationToken cancellationToken)
    {
        FactRules.Check(fact);
        await Before(fact);
        lock (_lock)
        {
            var own = FactRules.Shift(fact, _time.GetUtcNow() - now);
            if (!_facts.TryGetValue(FactRules.PlaceOf(fact), out var before) || before.SaidAt <= own.SaidAt)
            {
                _facts[FactRules.PlaceOf(fact)] = own;
            }

            foreach (var (place, kept) in _facts.ToArray())
            {
                if (FactRules.EndOf(kept) <= _time.GetUtcNow())
                {
                    _facts.Remove(place);
                }
            }
        }
    }

    public async ValueTask<ChannelFacts> ListAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _lists);
        await Before(null);
        return new(_time.GetUtcNow(), Facts);
    }
}
