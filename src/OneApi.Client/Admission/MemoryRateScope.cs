namespace OneApi.Client.Admission;

/// <summary>One scope of the in-memory store. Everything is read and written under its gate.</summary>
internal sealed class MemoryRateScope
{
    public Lock Gate { get; } = new();

    public MemoryWindow Requests { get; } = new();

    public MemoryWindow Tokens { get; } = new();

    /// <summary>Gets the running calls: when each began (a second), its estimate, and when it no longer counts.</summary>
    public Dictionary<Guid, (long Second, long Tokens, long EndsAt)> Running { get; } = [];

    /// <summary>Gets or sets a value indicating whether the store has forgotten it, so that whoever still holds it must ask for a new one.</summary>
    public bool IsForgotten { get; set; }

    public bool IsIdleLocked(long second, long now)
    {
        foreach (var (id, running) in Running)
        {
            if (running.EndsAt <= now)
            {
                Running.Remove(id);
            }
        }

        Requests.MoveTo(second);
        Tokens.MoveTo(second);
        return Running.Count == 0 && Requests.Total == 0 && Tokens.Total == 0;
    }
}
