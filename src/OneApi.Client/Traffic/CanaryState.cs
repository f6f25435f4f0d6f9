using Microsoft.Extensions.Logging;

namespace OneApi.Client.Traffic;

/// <summary>What is known of a canary over reloads of the configuration: what its sides did, and whether it has gone back.</summary>
internal sealed class CanaryState(string group, string name, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private string? _arms;
    private (CanaryStep Step, double Percent) _setting;
    private ArmWindow _old = new();
    private ArmWindow _new = new();
    private volatile CanaryReturn? _returned;

    /// <summary>Gets when, by whom and why it has gone back, or null.</summary>
    public CanaryReturn? Returned => _returned;

    /// <summary>Gets what its copies have cost.</summary>
    public ShadowSpending Spending { get; } = new(time);

    /// <summary>Takes a configuration: other sides are compared anew, and whoever sets another step or percentage means it, whatever a guard said of the one before.</summary>
    public void Apply(string arms, CanaryStep step, double percent)
    {
        lock (_lock)
        {
            if (_arms == arms && _setting == (step, percent))
            {
                return;
            }

            if (_arms != arms)
            {
                _old = new();
            }

            (_arms, _setting) = (arms, (step, percent));
            _new = new();
            _returned = null;
        }
    }

    /// <summary>Notes what a call says of a side, and goes back when that is too much.</summary>
    public void Note(TrafficArm arm, in ArmSample sample, CanaryGuards? guards)
    {
        string? finding;
        lock (_lock)
        {
            (arm is TrafficArm.New ? _new : _old).Add(sample);
            if (arm is TrafficArm.Old || guards is null || _returned is not null)
            {
                return;
            }

            finding = GuardRules.FindingOf(guards, _old.Lately, _new.Lately);
            if (finding is null)
            {
                return;
            }

            _returned = new(time.GetUtcNow(), ByGuard: true, finding);
        }

        Log.WentBack(logger, name, group, finding);
    }

    public void Return(string? note)
    {
        lock (_lock)
        {
            _returned = new(time.GetUtcNow(), ByGuard: false, note);
        }

        Log.WasReturned(logger, name, group);
    }

    public void Resume()
    {
        lock (_lock)
        {
            _new = new();
            _returned = null;
        }

        Log.Resumed(logger, name, group);
    }

    public (ArmFigures Old, ArmFigures New) Figures()
    {
        lock (_lock)
        {
            return (_old.All.ToFigures(), _new.All.ToFigures());
        }
    }
}
