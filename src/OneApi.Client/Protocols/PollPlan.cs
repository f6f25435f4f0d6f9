namespace OneApi.Client.Protocols;

/// <summary>How long to wait before each poll of a task.</summary>
/// <param name="First">Before the first.</param>
/// <param name="Longest">Never longer than this.</param>
/// <param name="PollsPerStep">After so many polls the wait doubles.</param>
internal sealed record PollPlan(TimeSpan First, TimeSpan Longest, int PollsPerStep)
{
    public TimeSpan WaitBefore(int poll)
    {
        var wait = First * Math.Pow(2, Math.Min(poll / PollsPerStep, 16));
        return wait < Longest ? wait : Longest;
    }
}
