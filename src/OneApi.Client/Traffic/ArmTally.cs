namespace OneApi.Client.Traffic;

/// <summary>The samples of one side, added up. Used under its owner's lock.</summary>
internal sealed class ArmTally
{
    private readonly TimeHistogram _firstTokens = new();

    public long Calls { get; private set; }

    public long Errors { get; private set; }

    public long Empties { get; private set; }

    public long CostedCalls { get; private set; }

    public Int128 CostMicros { get; private set; }

    public TimeHistogram FirstTokens => _firstTokens;

    public void Add(in ArmSample sample)
    {
        Calls++;
        Errors += sample.IsError ? 1 : 0;
        Empties += sample.IsEmpty ? 1 : 0;
        if (sample.FirstToken is { } first)
        {
            _firstTokens.Add(first);
        }

        if (sample is { IsError: false, IsEmpty: false, CostMicros: { } cost })
        {
            CostedCalls++;
            CostMicros += cost;
        }
    }

    public ArmTally Plus(ArmTally other)
    {
        var sum = new ArmTally
        {
            Calls = Calls + other.Calls,
            Errors = Errors + other.Errors,
            Empties = Empties + other.Empties,
            CostedCalls = CostedCalls + other.CostedCalls,
            CostMicros = CostMicros + other.CostMicros,
        };
        sum._firstTokens.Add(_firstTokens);
        sum._firstTokens.Add(other._firstTokens);
        return sum;
    }

    public ArmFigures ToFigures()
    {
        var (low, high) = ShareRange.Of(Errors + Empties, Calls, ShareRange.Shown);
        return new()
        {
            Calls = Calls,
            Errors = Errors,
            Empties = Empties,
            FailureShareLow = low,
            FailureShareHigh = high,
            FirstTokens = _firstTokens.Count,
            FirstTokenP50 = _firstTokens.Quantile(0.5),
            FirstTokenP95 = _firstTokens.Quantile(0.95),
            CostedCalls = CostedCalls,
            CostMicros = CostMicros > long.MaxValue ? long.MaxValue : (long)CostMicros,
        };
    }
}
