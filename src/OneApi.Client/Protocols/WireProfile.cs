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

    /// <summary>Gets what is different for single models, by the start of their name on the wire; the first match holds.</summary>
    public (string ModelPrefix, WireProfile Profile)[] Variants { get; init; } = [];

    /// <summary>Gets members that every request carries as <c>true</c> unless the caller set them (MiniMax, Spark).</summary>
    public string[] SwitchedOn { get; init; } = [];

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

    /// <summary>Gets a value indicating whether the server knows <c>stop</c>.</summary>
    public bool Stop { get; init; } = true;

    /// <summary>Gets a value indicating whether the server knows <c>temperature</c> and <c>top_p</c>.</summary>
    public bool Sampling { get; init; } = true;

    /// <summary>Gets a value indicating whether a temperature of zero is said as <c>do_sample: false</c> (Zhipu).</summary>
    public bool GreedySwitch { get; init; }

    /// <summary>Gets a value indicating whether the server knows <c>response_format</c> with a schema; otherwise plain JSON mode is asked for.</summary>
    public bool JsonSchema { get; init; } = true;

    /// <summary>Gets a value indicating whether the server knows plain JSON mode.</summary>
    public bool JsonObject { get; init; } = true;

    /// <summary>Gets a value indicating whether a schema may carry <c>$schema</c> at its top.</summary>
    public bool SchemaKeyword { get; init; } = true;

    /// <summary>Gets a value indicating whether the server knows tools.</summary>
    public bool Tools { get; init; } = true;

    /// <summary>Gets a value indicating whether one answer may hold several tool calls.</summary>
    public bool ParallelTools { get; init; } = true;

    /// <summary>Gets a value indicating whether an answer that reached its output limit says so.</summary>
    public bool TellsLength { get; init; } = true;

    /// <summary>Gets a value indicating whether answers report their tokens.</summary>
    public bool ReportsUsage { get; init; } = true;

    /// <summary>Gets the word for "some tool must be called", or null when the server can't be told so (nor which one).</summary>
    public string? ToolChoiceRequired { get; init; } = "required";

    /// <summary>Gets a value indicating whether the server honours <c>tool_choice: "none"</c>; otherwise no tools are sent.</summary>
    public bool ToolChoiceNone { get; init; } = true;

    /// <summary>Gets the role of a message that carries a tool's result.</summary>
    public string ToolRole { get; init; } = "tool";

    /// <summary>Gets a value indicating whether ids of tool calls must be nine letters and digits (Mistral).</summary>
    public bool ShortToolCallIds { get; init; }

    /// <summary>Gets a value indicating whether the server knows <c>reasoning_effort</c>.</summary>
    public bool ReasoningEffort { get; init; } = true;

    /// <summary>Gets the words for the five efforts (none, low, medium, high, extra high); null where the server has nothing near, the same word twice where it stands in for a neighbour.</summary>
    public string?[] ReasoningEfforts { get; init; } = ["none", "low", "medium", "high", "xhigh"];

    /// <summary>Gets a value indicating whether the effort travels as <c>"reasoning": {"effort": …}</c> (OpenRouter).</summary>
    public bool ReasoningObject { get; init; }

    /// <summary>Gets the member that turns thinking on and off.</summary>
    public ThinkingSwitch ThinkingSwitch { get; init; }

    /// <summary>Gets a value indicating whether messages may carry <c>name</c>.</summary>
    public bool MessageNames { get; init; } = true;

    /// <summary>Gets the member in which reasoning goes back on assistant messages, or null when the server wants none.</summary>
    public string? ReasoningReplayField { get; init; }

    /// <summary>Gets a value indicating whether text of one message must be one string.</summary>
    public bool TextOnlyContent { get; init; }

    /// <summary>Gets a value indicating whether the server fetches images by their address; otherwise they must come as data.</summary>
    public bool RemoteImages { get; init; } = true;

    /// <summary>Gets a value indicating whether image data travels as data URI; otherwise as bare base64 (Zhipu).</summary>
    public bool ImageDataUris { get; init; } = true;

    /// <summary>Gets the largest temperature that the server takes; a larger one is lowered with a warning.</summary>
    public float? MaxTemperature { get; init; }

    /// <summary>Gets the smallest temperature that the server takes; a smaller one is raised with a warning.</summary>
    public float? MinTemperature { get; init; }

    /// <summary>Gets the largest <c>top_p</c> that the server takes; a larger one is lowered with a warning.</summary>
    public float? MaxTopP { get; init; }

    /// <summary>Gets the smallest <c>top_p</c> that the server takes; a smaller one is raised with a warning.</summary>
    public float? MinTopP { get; init; }

    /// <summary>Gets a value indicating whether <c>completion_tokens</c> leaves reasoning tokens out (xAI).</summary>
    public bool OutputExcludesReasoning { get; init; }

    /// <summary>Gets a value indicating whether <c>prompt_tokens</c> leaves audio tokens out (Mistral).</summary>
    public bool InputExcludesAudio { get; init; }

    /// <summary>Gets a value indicating whether the server knows <c>web_search_options</c>; a server that refuses what it doesn't know must not get them.</summary>
    public bool WebSearchOptions { get; init; } = true;

    /// <summary>Gets a value indicating whether documents travel as <c>document_url</c> parts (Mistral).</summary>
    public bool DocumentUrlParts { get; init; }

    /// <summary>Gets a value indicating whether tool messages also carry the tool's name (Mistral).</summary>
    public bool ToolMessageName { get; init; }

    /// <summary>Gets a value indicating whether user and assistant must take turns behind the system messages, the user first (Perplexity).</summary>
    public bool AlternatingRoles { get; init; }

    /// <summary>Gets a value indicating whether an answer must stand between a tool's result and a user, and a history that ends with an answer is marked as its beginning (Mistral).</summary>
    public bool AnswerAfterTools { get; init; }

    /// <summary>Gets the member for the size of embeddings.</summary>
    public string DimensionsField { get; init; } = "dimensions";

    /// <summary>The profile that holds for one model.</summary>
    public WireProfile For(string model)
    {
        foreach (var (prefix, profile) in Variants)
        {
            if (model.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return profile;
            }
        }

        return this;
    }
}
