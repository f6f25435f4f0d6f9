namespace OneApi.Client.Protocols;

/// <summary>
/// What a server knows of its wire, where servers of one wire differ. Data of the catalogue; a wire reads what concerns it.
/// The defaults are those of the wire's own vendor.
/// </summary>
internal sealed record WireProfile
{
    public static readonly WireProfile Default = new();

    /// <summary>Gets the member for the output limit.</summary>
    public string MaxTokensField { get; init; } = "max_completion_tokens";

    /// <summary>Gets the member for the seed, or null when the server knows none.</summary>
    public string? SeedField { get; init; } = "seed";

    /// <summary>Gets the member for TopK, or null when the server knows none.</summary>
    public string? TopKField { get; init; }

    /// <summary>Gets a value indicating whether <c>stream_options.include_usage</c> is sent.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>Gets a value indicating whether the server knows <c>parallel_tool_calls</c>.</summary>
    public bool ParallelToolCalls { get; init; } = true;

    /// <summary>Gets a value indicating whether the server knows <c>frequency_penalty</c> and <c>presence_penalty</c>.</summary>
    public bool Penalties { get; init; } = true;

    /// <summary>Gets a value indicating whether the server knows <c>response_format</c> with a schema; otherwise plain JSON mode is asked for.</summary>
    public bool JsonSchema { get; init; } = true;

    /// <summary>Gets a value indicating whether the server knows tools.</summary>
    public bool Tools { get; init; } = true;

    /// <summary>Gets the word for "some tool must be called".</summary>
    public string ToolChoiceRequired { get; init; } = "required";

    /// <summary>Gets a value indicating whether the server knows <c>reasoning_effort</c>.</summary>
    public bool ReasoningEffort { get; init; } = true;

    /// <summary>Gets a value indicating whether messages may carry <c>name</c>.</summary>
    public bool MessageNames { get; init; } = true;

    /// <summary>Gets the member in which reasoning goes back on assistant messages, or null when the server wants none.</summary>
    public string? ReasoningReplayField { get; init; }

    /// <summary>Gets a value indicating whether text of one message must be one string.</summary>
    public bool TextOnlyContent { get; init; }

    /// <summary>Gets the largest temperature that the server takes; a larger one is lowered with a warning.</summary>
    public float? MaxTemperature { get; init; }

    /// <summary>Gets a value indicating whether <c>completion_tokens</c> leaves reasoning tokens out (xAI).</summary>
    public bool OutputExcludesReasoning { get; init; }

    /// <summary>Gets a value indicating whether documents travel as <c>document_url</c> parts (Mistral).</summary>
    public bool DocumentUrlParts { get; init; }

    /// <summary>Gets a value indicating whether tool messages also carry the tool's name (Mistral).</summary>
    public bool ToolMessageName { get; init; }

    /// <summary>Gets the member for the size of embeddings.</summary>
    public string DimensionsField { get; init; } = "dimensions";
}
