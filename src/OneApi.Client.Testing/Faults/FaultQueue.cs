namespace OneApi.Client.Testing.Faults;

/// <summary>The faults to come, each with how many requests it still hits. Thread-safe.</summary>
internal sealed class FaultQueue
{
    private readonly Lock _gate = new();
    private readonly Queue<Entry> _entries = new();

    public void Add(Fault fault, int times)
    {
        lock (_gate)
        {
            _entries.Enqueue(new Entry(fault, times));
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    public Fault? Take()
    {
        lock (_gate)
        {
            if (!_entries.TryPeek(out var entry))
            {
                return null;
            }

            if (--entry.Left == 0)
            {
                _entries.Dequeue();
            }

            return entry.Fault;
        }
    }

    private sealed class Entry(Fault fault, int left)
    {
        public Fault Fault { get; } = fault;

        public int Left { get; set; } = left;
    }
}
