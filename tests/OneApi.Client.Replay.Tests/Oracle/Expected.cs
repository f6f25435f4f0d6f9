namespace OneApi.Client.Replay.Tests.Oracle;

/// <summary>What a recorded chat answer says, read by the oracle. <see langword="null"/> means that the body is silent.</summary>
internal sealed record Expected
{
    public string Text { get; init; } = "";

    public string Reasoning { get; init; } = "";

    /// <summary>The text of a refusal, which becomes an ErrorContent with the code <c>Refusal</c>.</summary>
    public string Refusal { get; init; } = "";

    public IReadOnlyList<ExpectedCall> Calls { get; init; } = [];

    public string? FinishReason { get; init; }

    public long? Input { get; init; }

    /// <summary>Another reading of the input, where the pages allow two (Mistral's audio tokens).</summary>
    public long? AlternativeInput { get; init; }

    public long? Output { get; init; }

    public long? Total { get; init; }

    public long? Cached { get; init; }

    public long? ReasoningTokens { get; init; }

    /// <summary>The kinds that the failure may have, best first; empty where the answer is a good one.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>The wait that the provider states, in its headers or its body.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public bool IsFailure => Errors.Count > 0;

    public bool StatesUsage => Input is not null || Output is not null || Total is not null;
}
