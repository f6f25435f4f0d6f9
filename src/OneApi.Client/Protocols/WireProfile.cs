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

    /// <summary>Gets a value indicating whether the server knows <c>max_completion_tokens</c> as well, whatever <see cref="MaxTokensField"/> is; or nobody knows which server it is. Elsewhere a caller's own member is renamed.</summary>
    public bool KnowsMaxCompletionTokens { get; init; }

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

    /// <summary>Gets a value indicating whether the server lets its models think in streams only, so that a whole answer with thinking is streamed and put together here (Qwen).</summary>
    public bool ThinksInStreamsOnly { get; init; }

    /// <summary>Gets what tells the models that think unless they are told not to.</summary>
    public Func<string, bool> ThinksUnasked { get; init; } = static _ => false;

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

    /// <summary>Gets the members of a choice by which the server says that its filter stepped in: <c>true</c>, any number but zero (Qianfan), or a word (Doubao).</summary>
    public string[] FilterMembers { get; init; } = [];

    /// <summary>Gets the member for the size of embeddings, or null when it can't be chosen.</summary>
    public string? DimensionsField { get; init; } = "dimensions";

    /// <summary>Gets the path of the wire's chat under its base (MiniMax has a name of its own).</summary>
    public string ChatPath { get; init; } = "/chat/completions";

    /// <summary>Gets members that the server refuses or ignores: they are left out with a warning even where the caller wrote them himself.</summary>
    public string[] NotTaken { get; init; } = [];

    /// <summary>Gets the member in which OpenAI's <c>user</c> travels, where it has another name (Zhipu).</summary>
    public string? UserField { get; init; }

    /// <summary>Gets how many stop sequences the server takes; null means any number.</summary>
    public int? MaxStops { get; init; }

    /// <summary>Gets how many bytes a stop sequence may have; null means any number.</summary>
    public int? MaxStopBytes { get; init; }

    /// <summary>Gets the largest TopK that the server takes; a larger one is lowered with a warning.</summary>
    public int? MaxTopK { get; init; }

    /// <summary>Gets the members that switch the server's own search on, where it is a tool of its own kind among the functions (Zhipu, Spark); null where it is none.</summary>
    public string[]? WebSearchTool { get; init; }

    /// <summary>Gets a value indicating whether the parameters of a function travel as JSON text (MiniMax's older models).</summary>
    public bool ParametersAsText { get; init; }

    /// <summary>Gets a value indicating whether a schema that offers a choice must name its type inside every branch (Moonshot).</summary>
    public bool TypedBranches { get; init; }

    /// <summary>Gets a value indicating whether films travel as <c>video_url</c> parts.</summary>
    public bool VideoUrlParts { get; init; }

    /// <summary>Gets a value indicating whether files travel by address as <c>file_url</c> parts (Zhipu).</summary>
    public bool FileUrlParts { get; init; }

    /// <summary>Gets a value indicating whether files travel as OpenAI's <c>file</c> parts.</summary>
    public bool FileParts { get; init; } = true;

    /// <summary>Gets the scheme of the addresses by which uploaded images are named (Moonshot: <c>ms</c>), or null.</summary>
    public string? FileScheme { get; init; }

    /// <summary>Gets a value indicating whether a message may be empty; otherwise such a one is left out with a warning.</summary>
    public bool EmptyMessages { get; init; } = true;

    /// <summary>Gets a value indicating whether the server takes system messages; otherwise the user says them, with a warning.</summary>
    public bool SystemMessages { get; init; } = true;

    /// <summary>Gets a value indicating whether system messages may stand alone; otherwise the last one is said by the user.</summary>
    public bool LoneSystem { get; init; } = true;

    /// <summary>Gets a value indicating whether the server drops the first system message when there are tools, so that an empty one stands there for it (ChatGLM3).</summary>
    public bool ToolsTakeSystem { get; init; }

    /// <summary>Gets how the server goes on with a given beginning of the answer, or null when it does not, or nobody knows.</summary>
    public Prefill? Prefill { get; init; }

    /// <summary>Gets the end of the base address at which the mark of a beginning and strict tools are known, where they are not known elsewhere (DeepSeek).</summary>
    public string? BetaBase { get; init; }

    /// <summary>Gets a value indicating whether calls in the history are told as the assistant's text (ChatGLM3).</summary>
    public bool CallsAsText { get; init; }

    /// <summary>Gets a value indicating whether calls without reasoning go back with an empty one (DeepSeek V4).</summary>
    public bool ReplaysEmptyReasoning { get; init; }

    /// <summary>Gets a value indicating whether an answer may begin with its reasoning between <c>&lt;think&gt;</c> and <c>&lt;/think&gt;</c>.</summary>
    public bool ThinkTags { get; init; }

    /// <summary>Gets a value indicating whether streamed reasoning details may repeat what they have said (MiniMax).</summary>
    public bool GrowingDetails { get; init; }

    /// <summary>Gets what text beside tool calls is worth.</summary>
    public TextBesideCalls TextBesideCalls { get; init; }

    /// <summary>Gets a value indicating whether a stream ends with the whole message once more, and a usage of zero tokens on other chunks means nothing (MiniMax).</summary>
    public bool FinalMessage { get; init; }

    /// <summary>Gets a value indicating whether streams are made here out of whole answers, because the server's own lose text (ChatGLM3). A caller may ask for the server's.</summary>
    public bool Aggregates { get; init; }

    /// <summary>Gets how many texts one embedding call may hold, or null where no limit is known; more of them are sent in several calls.</summary>
    public int? MaxEmbeddingInputs { get; init; }

    /// <summary>Gets the version that takes the place of the <c>/v1</c> at the end of the base address, or null (Spark's X1 is on <c>v2</c>).</summary>
    public string? Version { get; init; }

    /// <summary>Gets a value indicating whether the server tells no finish reason, so that it is inferred: a call, the limit that was reached, else the natural end (Spark).</summary>
    public bool InfersFinish { get; init; }

    /// <summary>Gets a value indicating whether embeddings are asked for as parts of one multimodal input, which has one vector (Doubao).</summary>
    public bool EmbeddingParts { get; init; }

    /// <summary>Gets the content type of request bodies where the server wants another one than plain JSON; it is sent letter for letter (Hunyuan).</summary>
    public string? ContentType { get; init; }

    /// <summary>Gets a value indicating whether user and assistant must take turns behind the system messages, the user first (Perplexity).</summary>
    public bool AlternatingRoles { get; init; }

    /// <summary>Gets a value indicating whether an answer must stand between a tool's result and a user (Mistral).</summary>
    public bool AnswerAfterTools { get; init; }

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
