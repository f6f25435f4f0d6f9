namespace OneApi.Client.Protocols;

/// <summary>
/// How a server goes on with an answer whose beginning is the last message. Data of the catalogue: a server of which nobody has said that it
/// does so has none, since it may as well begin a new answer.
/// </summary>
internal sealed record Prefill
{
    /// <summary>Gets the member, <c>true</c>, that marks the message as the beginning, or null where the server takes any last message of the assistant for one.</summary>
    public string? Mark { get; init; }

    /// <summary>Gets the members of the body without which the server would begin a new answer.</summary>
    public (string Name, bool Value)[] Members { get; init; } = [];

    /// <summary>Gets how the names of the models begin that take it; empty means all.</summary>
    public string[] Models { get; init; } = [];

    /// <summary>Gets what stands in the names of the models that don't take it.</summary>
    public string[] Except { get; init; } = [];

    /// <summary>Gets a value indicating whether a model that thinks takes it as well.</summary>
    public bool WhileThinking { get; init; } = true;

    /// <summary>Gets a value indicating whether it goes together with plain JSON mode.</summary>
    public bool InJsonMode { get; init; } = true;

    /// <summary>Gets a value indicating whether the answer repeats the beginning before it goes on.</summary>
    public bool Repeats { get; init; }

    /// <summary>Gets a value indicating whether the beginning may end in white space; otherwise it is sent without.</summary>
    public bool SpaceAtEnd { get; init; } = true;

    /// <summary>Says whether a model takes it, as far as its name tells.</summary>
    public bool IsTakenBy(string model) =>
        (Models.Length == 0 || Array.Exists(Models, start => model.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
        && !Array.Exists(Except, part => model.Contains(part, StringComparison.OrdinalIgnoreCase));
}
