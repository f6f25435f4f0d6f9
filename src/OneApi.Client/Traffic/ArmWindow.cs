namespace OneApi.Client.Traffic;

/// <summary>All samples of one side, and the last 500 to 1000 of them for its guards. Used under its owner's lock.</summary>
internal sealed class ArmWindow
{
    private const int Turn = 500;
    private ArmTally _before = new();
    private ArmTally _now = new();

    public ArmTally All { get; } = new();

    public ArmTally Lately => _now.Plus(_before);

    public void Add(in ArmSample sample)
    {
        if (_now.Calls == Turn)
        {
            (_before, _now) = (_now, new());
        }

        _now.Add(sample);
        All.Add(sample);
    }
}
