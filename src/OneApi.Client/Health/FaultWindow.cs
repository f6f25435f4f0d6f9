namespace OneApi.Client.Health;

/// <summary>How many calls of the last thirty seconds there were and how many of them failed, in ten parts. Half faults are counted in halves. Used under its owner's lock.</summary>
internal struct FaultWindow
{
    private const int Parts = 10;
    private static readonly TimeSpan Part = HealthRules.Window / Parts;
    private Slices _calls;
    private Slices _halfFaults;
    private long _at;
    private int _sumOfCalls;
    private int _sumOfHalves;

    /// <summary>Gets a value indicating whether half or more of enough calls have failed.</summary>
    public readonly bool IsSick => _sumOfCalls >= HealthRules.FewestCalls && _sumOfHalves >= _sumOfCalls;

    public readonly bool IsEmpty => _sumOfCalls == 0;

    /// <summary>Counts a call.</summary>
    /// <param name="since">The time since the owner began.</param>
    /// <param name="halfFaults">0 for a success, 1 for half a fault, 2 for one.</param>
    public void Count(TimeSpan since, int halfFaults)
    {
        MoveTo(since);
        var slot = (int)(_at % Parts);
        _calls[slot]++;
        _halfFaults[slot] += halfFaults;
        _sumOfCalls++;
        _sumOfHalves += halfFaults;
    }

    public void Clear() => this = new() { _at = _at };

    private void MoveTo(TimeSpan since)
    {
        var now = since.Ticks / Part.Ticks;
        if (now - _at >= Parts)
        {
            this = new() { _at = now };
            return;
        }

        while (_at < now)
        {
            var slot = (int)(++_at % Parts);
            _sumOfCalls -= _calls[slot];
            _sumOfHalves -= _halfFaults[slot];
            _calls[slot] = 0;
            _halfFaults[slot] = 0;
        }
    }

    [System.Runtime.CompilerServices.InlineArray(Parts)]
    private struct Slices
    {
        private int _first;
    }
}
