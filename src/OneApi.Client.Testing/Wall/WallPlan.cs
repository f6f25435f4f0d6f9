using OneApi.Client.Testing;

namespace OneApi.Client.Testing.Wall;

/// <summary>Which reply the next request gets: what is queued, then what holds for a time, then the rule. Thread-safe.</summary>
internal sealed class WallPlan(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(WallReply Reply, int Times)> _queue = [];
    private (WallReply Reply, long Since, TimeSpan Length)? _phase;
    private Func<WallRequest, WallReply> _rule = static _ => WallReply.Answer();

    public void Enqueue(WallReply reply, int times)
    {
        lock (_gate)
        {
            _queue.AddLast((reply, times));
        }
    }

    public void During(TimeSpan length, WallReply reply)
    {
        lock (_gate)
        {
            _phase = (reply, time.GetTimestamp(), length);
        }
    }

    public void Always(Func<WallRequest, WallReply> rule)
    {
        lock (_gate)
        {
            _rule = rule;
        }
    }

    /// <summary>What is queued is taken; a rule is the test's own code, and runs outside the lock.</summary>
    public WallReply Next(WallRequest request)
    {
        Func<WallRequest, WallReply> rule;
        lock (_gate)
        {
            if (_queue.First is { } first)
            {
                var (reply, times) = first.Value;
                first.Value = (reply, times - 1);
                if (times == 1)
                {
                    _queue.RemoveFirst();
                }

                return reply;
            }

            if (_phase is { } phase && time.GetElapsedTime(phase.Since) < phase.Length)
            {
                return phase.Reply;
            }

            rule = _rule;
        }

        return rule(request);
    }
}
