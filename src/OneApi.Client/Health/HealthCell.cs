namespace OneApi.Client.Health;

/// <summary>
/// The health of one thing: a channel's connection, a key, or a model behind a key. Ready, or resting until a moment from which one call at a
/// time may try it. Thread-safe.
/// </summary>
/// <remarks>
/// Polly's breaker knows neither faults in a row nor half faults nor rests that somebody else states, and tells nobody until when it rests
/// (docs/decisions/0008-health.md).
/// </remarks>
internal sealed class HealthCell(TimeProvider time)
{
    /// <summary>What a call has that is one of many.</summary>
    public const int NoProbe = 0;

    private readonly Lock _lock = new();
    private readonly long _began = time.GetTimestamp();
    private FaultWindow _window;
    private int _halvesInARow;
    private int _openings;
    private int _lastProbe;
    private int _probe; // the number of the one that tries it; 0 when nobody does
    private int _reopenedBy;
    private HealthReason _reason;
    private DateTimeOffset _since;
    private DateTimeOffset _until;
    private long _untilTicks; // of the monotonic clock, since _began; 0 while it is ready: what calls look at first
    private long _backTicks;
    private DateTimeOffset _back;

    /// <summary>Gets a value indicating whether it takes calls like any other.</summary>
    public bool IsReady => Volatile.Read(ref _untilTicks) == 0;

    /// <summary>Gets a value indicating whether nothing is known of it that would be missed.</summary>
    public bool IsBlank
    {
        get
        {
            lock (_lock)
            {
                return _untilTicks == 0 && _halvesInARow == 0 && _window.IsEmpty && Share >= 1;
            }
        }
    }

    /// <summary>The share of its weight that it gets: less than one for a while after a rest.</summary>
    public double Share
    {
        get
        {
            var back = Volatile.Read(ref _backTicks);
            if (back == 0)
            {
                return 1;
            }

            var passed = (Since() - back) / (double)HealthRules.SlowStart.Ticks;
            return passed >= 1 ? 1 : HealthRules.SlowStartShare + ((1 - HealthRules.SlowStartShare) * passed);
        }
    }

    /// <summary>Gets since when it takes calls again.</summary>
    public DateTimeOffset Back
    {
        get
        {
            lock (_lock)
            {
                return _back;
            }
        }
    }

    /// <summary>How it stands.</summary>
    public HealthStanding Look()
    {
        if (IsReady)
        {
            return default;
        }

        lock (_lock)
        {
            return _untilTicks == 0 ? default : new(_reason, _since, _until, TimeSpan.FromTicks(Math.Max(0, _untilTicks - Since())), _probe != NoProbe);
        }
    }

    /// <summary>Takes part in a call: as one of many, or as the one that tries it after a rest.</summary>
    /// <param name="probe">The number of the try, by which its end is known: another one may be on its way by then. <see cref="NoProbe"/> for one of many.</param>
    /// <returns><see langword="false"/> when it rests or is being tried.</returns>
    public bool TryEnter(out int probe)
    {
        probe = NoProbe;
        if (IsReady)
        {
            return true;
        }

        lock (_lock)
        {
            if (_untilTicks == 0)
            {
                return true;
            }

            if (_probe != NoProbe || Since() < _untilTicks)
            {
                return false;
            }

            probe = BeginProbeLocked();
            return true;
        }
    }

    /// <summary>Takes part although it rests, because nothing better is left. Goes for the try after a rest, unless another call is that.</summary>
    /// <returns>The number of the try, as in <see cref="TryEnter"/>.</returns>
    public int EnterAnyway()
    {
        lock (_lock)
        {
            return _untilTicks == 0 || _probe != NoProbe ? NoProbe : BeginProbeLocked();
        }
    }

    /// <summary>A call has gone well.</summary>
    /// <returns>Whether that ended a rest.</returns>
    public bool Succeed(int probe)
    {
        lock (_lock)
        {
            _halvesInARow = 0;
            _window.Count(TimeSpan.FromTicks(Since()), 0);
            var isBack = IsTriedByLocked(probe);
            if (isBack)
            {
                CloseLocked();
            }

            if (_untilTicks == 0)
            {
                _openings = 0;
                _reopenedBy = NoProbe;
            }

            return isBack;
        }
    }

    /// <summary>The one that tries it has got so far that others may come.</summary>
    /// <returns>Whether that ended a rest.</returns>
    public bool Reopen(int probe)
    {
        lock (_lock)
        {
            if (!IsTriedByLocked(probe))
            {
                return false;
            }

            CloseLocked();
            return true;
        }
    }

    /// <summary>A call has failed.</summary>
    /// <param name="halves">2, or 1 for half a fault.</param>
    /// <param name="reason">What it rests for, if it does.</param>
    /// <param name="probe">The number of the try that the call was.</param>
    /// <param name="dice">A number from 0 to 1 for the length of the rest.</param>
    /// <returns>Whether it rests from here on, having been ready before.</returns>
    public bool Fail(int halves, HealthReason reason, int probe, double dice)
    {
        lock (_lock)
        {
            _halvesInARow += halves;
            _window.Count(TimeSpan.FromTicks(Since()), halves);
            if (IsTriedByLocked(probe) || HasReopenedItLocked(probe))
            {
                _probe = NoProbe;
                OpenLocked(reason, NextRest(dice));
                return false;
            }

            if (_untilTicks != 0 || !(_halvesInARow >= 2 * HealthRules.FaultsInARow || _window.IsSick))
            {
                return false;
            }

            OpenLocked(reason, NextRest(dice));
            return true;
        }
    }

    /// <summary>It rests for a stated time, or until somebody says otherwise.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="rest">How long; null for the next rest of its breaker.</param>
    /// <param name="probe">The number of the try that the call was which says so.</param>
    /// <param name="dice">As in <see cref="Fail"/>.</param>
    /// <returns>Whether it was ready before.</returns>
    public bool Rest(HealthReason reason, TimeSpan? rest, int probe, double dice)
    {
        lock (_lock)
        {
            var wasReady = _untilTicks == 0;
            if (IsTriedByLocked(probe))
            {
                _probe = NoProbe;
            }

            OpenLocked(reason, rest ?? NextRest(dice));
            return wasReady;
        }
    }

    /// <summary>It is known from elsewhere that it rests.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="since">Since when.</param>
    /// <param name="rest">For how long from now; zero when a call may try it at once.</param>
    public void Restore(HealthReason reason, DateTimeOffset since, TimeSpan rest)
    {
        lock (_lock)
        {
            OpenLocked(reason, rest);
            if (_reason == reason && since < _since)
            {
                _since = since;
            }
        }
    }

    /// <summary>It is known from elsewhere that it takes calls again.</summary>
    public void Recover()
    {
        lock (_lock)
        {
            CloseLocked();
        }
    }

    /// <summary>The call that tried it has ended without a verdict: its caller left.</summary>
    public void Abandon(int probe)
    {
        lock (_lock)
        {
            if (IsTriedByLocked(probe))
            {
                _probe = NoProbe;
            }
        }
    }

    /// <summary>Somebody has mended it: all is forgotten.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _window.Clear();
            _halvesInARow = 0;
            _openings = 0;
            _probe = NoProbe;
            _reopenedBy = NoProbe;
            _reason = HealthReason.None;
            Volatile.Write(ref _backTicks, 0);
            Volatile.Write(ref _untilTicks, 0);
        }
    }

    private int BeginProbeLocked() => _probe = ++_lastProbe;

    /// <summary>A try that is over, because it had its verdict or somebody has cleared everything, says no more than any other call.</summary>
    private bool IsTriedByLocked(int probe) => probe != NoProbe && probe == _probe;

    /// <summary>The try had come so far that others were let in, and broke all the same: its verdict is the fault.</summary>
    private bool HasReopenedItLocked(int probe) => probe != NoProbe && probe == _reopenedBy && _untilTicks == 0;

    private void OpenLocked(HealthReason reason, TimeSpan rest)
    {
        var now = time.GetUtcNow();
        if (_untilTicks == 0)
        {
            _since = now;
        }

        // A shorter word does not end a longer rest.
        var until = Math.Max(Since() + rest.Ticks, 1);
        if (until < _untilTicks)
        {
            return;
        }

        _openings++;
        _reopenedBy = NoProbe;
        _reason = reason;
        _until = now + rest;
        Volatile.Write(ref _backTicks, 0);
        Volatile.Write(ref _untilTicks, until);
    }

    private void CloseLocked()
    {
        if (_untilTicks == 0)
        {
            return;
        }

        _window.Clear();
        _halvesInARow = 0;
        _reopenedBy = _probe;
        _probe = NoProbe;
        _reason = HealthReason.None;
        _back = time.GetUtcNow();
        Volatile.Write(ref _backTicks, Math.Max(Since(), 1));
        Volatile.Write(ref _untilTicks, 0);
    }

    /// <summary>5 seconds, doubled with each opening since it was last well, a fifth more or less, and never more than 20.</summary>
    private TimeSpan NextRest(double dice)
    {
        var rest = HealthRules.FirstRest * (1 << Math.Min(_openings, 4)) * (0.8 + (0.4 * dice));
        return rest < HealthRules.LongestRest ? rest : HealthRules.LongestRest;
    }

    private long Since() => time.GetElapsedTime(_began).Ticks;
}
