namespace OneApi.Client;

/// <summary>How a call was served: which channels were tried and which one answered.</summary>
public sealed class OneApiTrace
{
    internal OneApiTrace(UsageRecord record)
    {
        Record = record;
    }

    /// <summary>Gets the call's id.</summary>
    public Guid CallId => Record.CallId;

    /// <summary>Gets the group in whose name the call was made.</summary>
    public string Group => Record.Group;

    /// <summary>Gets the channel that answered.</summary>
    public string? Channel => Record.Channel;

    /// <summary>Gets that channel's provider.</summary>
    public string? Provider => Record.Provider;

    /// <summary>Gets the public model name that served; the answer's own <c>ModelId</c> is what the provider said.</summary>
    public string? Model => Record.ServedModel;

    /// <summary>Gets all attempts, in order.</summary>
    public IReadOnlyList<AttemptRecord> Attempts => Record.Attempts;

    /// <summary>Gets why the attempts went where they went.</summary>
    public IReadOnlyList<RoutingDecision> Decisions => Record.Decisions;

    /// <summary>Gets a value indicating whether the stream broke after content and was rescued by another channel.</summary>
    public bool IsRescued => Record.Rescue is not null;

    /// <summary>Gets the call's usage record.</summary>
    public UsageRecord Record { get; }
}
