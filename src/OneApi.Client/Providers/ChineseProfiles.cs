using OneApi.Client.Authentication;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.DashScope;

namespace OneApi.Client.Providers;

/// <summary>What the Chinese vendors' compatible wires know, each as its page says.</summary>
internal static class ChineseProfiles
{
    /// <summary>Plain OpenAI with the older limit member (other-openai-compatible-cn.md §2 to §4).</summary>
    public static readonly WireProfile Plain = new() { MaxTokensField = "max_tokens", ReasoningEffort = false };

    /// <summary>The vendor's page on partial mode: these series, while they don't think.</summary>
    private static readonly Prefill QwenPrefill = new()
    {
        Mark = "partial",
        Models = ["qwen-max", "qwen-plus", "qwen-flash", "qwen-turbo", "qwen-coder", "qwen-vl-max", "qwen-vl-plus", "qwen2.5-", "qwen3-max", "qwen3-coder", "qwen3-vl-plus", "qwen3-vl-flash", "qwen3.5-", "qwen3.6-", "qwen3.7-"],
        Except = ["thinking", "omni", "audio"],
        WhileThinking = false,
    };

    /// <summary>qwen.md §3, §7, §10: 2 and 0 are refused, a top_p of 1 by some models; thinking is a flag.</summary>
    private static readonly WireProfile QwenBase = new()
    {
        MaxTokensField = "max_tokens",
        TopKField = "top_k",
        MaxTemperature = 1.99f,
        MaxTopP = 0.9999f,
        MinTopP = 0.0001f,
        ReasoningEffort = false,
        ThinkingSwitch = ThinkingSwitch.Flag,
        ThinksInStreamsOnly = true,
        ThinksUnasked = DashScopeModel.ThinksUnasked,
        VideoUrlParts = true,
        MaxEmbeddingInputs = 10,
        Prefill = QwenPrefill,
    };

    private static readonly WireProfile QwenOldEmbedding = QwenBase with { MaxEmbeddingInputs = 25 };

    /// <summary>The old embedding models take more texts a call (qwen.md §13).</summary>
    public static readonly WireProfile Qwen = QwenBase with { Variants = [("text-embedding-v1", QwenOldEmbedding), ("text-embedding-v2", QwenOldEmbedding)] };

    /// <summary>doubao.md §3: a last message of the assistant is gone on with; of the models that think nobody says so.</summary>
    private static readonly Prefill DoubaoPrefill = new()
    {
        Models = ["doubao-pro-", "doubao-lite-", "doubao-1-5-pro-", "doubao-1.5-pro-", "doubao-1-5-lite-", "doubao-1.5-lite-"],
        WhileThinking = false,
    };

    /// <summary>doubao.md §3, §4: <c>max_completion_tokens</c> includes reasoning; no seed; a hit of the moderation stands beside the finish reason.</summary>
    private static readonly WireProfile DoubaoBase = new()
    {
        SeedField = null,
        ReasoningEfforts = ["minimal", "low", "medium", "high", "high"],
        ThinkingSwitch = ThinkingSwitch.Object,
        MinTemperature = 0,
        MaxTemperature = 2,
        MinTopP = 0,
        MaxTopP = 1,
        FilterMembers = ["moderation_hit_type"],
        MaxStops = 4,
        Prefill = DoubaoPrefill,
    };

    /// <summary>doubao.md §1, §8: bots have a path of their own; a vision model makes one vector of one input.</summary>
    public static readonly WireProfile Doubao = DoubaoBase with
    {
        Variants =
        [
            ("bot-", DoubaoBase with { ChatPath = "/bots/chat/completions" }),
            ("doubao-embedding-vision", DoubaoBase with { EmbeddingParts = true, MaxEmbeddingInputs = 1 }),
        ],
    };

    /// <summary>hunyuan.md §6; without a charset the server answers 400 (story row 26).</summary>
    public static readonly WireProfile Hunyuan = new()
    {
        MaxTokensField = "max_tokens",
        ReasoningEffort = false,
        ThinkingSwitch = ThinkingSwitch.Flag,
        ContentType = Tc3Signer.ContentType,
    };

    /// <summary>hunyuan.md §3, §7, §9: Tencent's own wire has neither JSON modes nor a limit of the output.</summary>
    public static readonly WireProfile HunyuanNative = new()
    {
        MinTemperature = 0,
        MaxTemperature = 2,
        MinTopP = 0,
        MaxTopP = 1,
        JsonObject = false,
        JsonSchema = false,
        TellsLength = false,
        ContentType = Tc3Signer.ContentType,
        MaxEmbeddingInputs = 50,
    };

    /// <summary>wenxin.md §6: a search of its own, and flags by which the filter speaks.</summary>
    public static readonly WireProfile Qianfan = new()
    {
        MaxTokensField = "max_tokens",
        ReasoningEffort = false,
        ThinkingSwitch = ThinkingSwitch.Flag,
        WebSearchOptions = false,
        FilterMembers = ["need_clear_history", "flag"],

        // The vendor's page on prefix completion names these.
        Prefill = new()
        {
            Mark = "prefix",
            Models = ["deepseek-v3", "deepseek-r1", "qwen3-coder-480b-a35b-instruct", "qwen3-coder-30b-a3b-instruct", "qwen3-235b-a22b-instruct-2507", "qwen3-30b-a3b-instruct-2507"],
            Except = ["distill"],
        },
    };

    /// <summary>wenxin.md §3: one function call an answer, plain JSON only.</summary>
    public static readonly WireProfile Wenxin = new()
    {
        MaxTokensField = "max_output_tokens",
        SeedField = null,
        Penalties = false,
        ParallelToolCalls = false,
        ParallelTools = false,
        JsonSchema = false,
        ToolChoiceNone = false,
        ToolRole = "function",
        ReasoningEffort = false,
        MaxEmbeddingInputs = 16,
    };

    /// <summary>spark.md §4, §6: few members; without <c>tool_calls_switch</c> the calls come as an object.</summary>
    private static readonly WireProfile SparkBase = new()
    {
        MaxTokensField = "max_tokens",
        SwitchedOn = ["tool_calls_switch"],
        SeedField = null,
        TopKField = "top_k",
        StreamUsage = false,
        ParallelToolCalls = false,
        Stop = false,
        JsonSchema = false,
        ReasoningEffort = false,
        TextOnlyContent = true,
        MinTemperature = 0.01f,
        MaxTemperature = 2,
        InfersFinish = true,
        WebSearchTool = ["enable"],
    };

    /// <summary>X1 and X1.5 are on <c>/v2</c>, and can be told to think or not (spark.md §1, §6).</summary>
    private static readonly WireProfile SparkX = SparkBase with { ThinkingSwitch = ThinkingSwitch.Object, Version = "v2" };

    public static readonly WireProfile Spark = SparkBase with { Variants = [("x1", SparkX), ("spark-x", SparkX)] };

    /// <summary>The same bodies at the address of the token exchange (spark.md §9).</summary>
    private static readonly WireProfile SparkTokenX = SparkX with { ChatPath = "/v2.1/chat", Version = null };

    public static readonly WireProfile SparkToken = SparkBase with { ChatPath = "/v2.1/chat", Variants = [("x1", SparkTokenX), ("spark-x", SparkTokenX)] };

    /// <summary>spark.md §4: the socket has temperature, top_k and max_tokens; functions are for Max and Ultra, one call an answer.</summary>
    private static readonly WireProfile SparkSocketBase = new()
    {
        MaxTokensField = "max_tokens",
        SeedField = null,
        Penalties = false,
        Stop = false,
        JsonSchema = false,
        JsonObject = false,
        ParallelTools = false,
        ToolChoiceRequired = null,
        ReasoningEffort = false,
        MinTemperature = 0.01f,
        MaxTemperature = 1,
        MaxEmbeddingInputs = 1,
    };

    private static readonly WireProfile SparkSocketPlain = SparkSocketBase with { Tools = false };

    private static readonly WireProfile SparkSocketX = SparkSocketPlain with { MaxTemperature = 2 };

    public static readonly WireProfile SparkSocket = SparkSocketBase with
    {
        Variants =
        [
            ("generalv3.5", SparkSocketBase), ("general", SparkSocketPlain), ("lite", SparkSocketPlain), ("pro-128k", SparkSocketPlain), ("image", SparkSocketPlain),
            ("spark-lite", SparkSocketPlain), ("spark-v2", SparkSocketPlain), ("spark-pro", SparkSocketPlain), ("spark-x", SparkSocketX), ("x1", SparkSocketX),
        ],
    };

    /// <summary>zhipu.md §3, §8: open intervals, one tool choice, bare base64, films and files by address, a search tool, one text per request for embedding-2.</summary>
    private static readonly WireProfile ZhipuBase = new()
    {
        MaxTokensField = "max_tokens",
        UserField = "user_id",
        NotTaken = ["n", "frequency_penalty", "presence_penalty", "logit_bias", "parallel_tool_calls"],
        StreamUsage = false,
        ParallelToolCalls = false,
        Penalties = false,
        JsonSchema = false,
        ToolChoiceRequired = null,
        ToolChoiceNone = false,
        ReasoningEffort = false,
        ImageDataUris = false,
        VideoUrlParts = true,
        FileUrlParts = true,
        FileParts = false,
        MessageNames = false,
        EmptyMessages = false,
        LoneSystem = false,
        WebSearchOptions = false,
        WebSearchTool = ["enable", "search_result"],
        GreedySwitch = true,
        MaxStops = 1,
        MaxTemperature = 0.99f,
        MaxTopP = 0.99f,
        MinTopP = 0.01f,
        MaxEmbeddingInputs = 64,
    };

    /// <summary>GLM-4.5 and later: a temperature of 1, several stop sequences, and thinking that can be switched.</summary>
    private static readonly WireProfile ZhipuThinker = ZhipuBase with { MaxTemperature = 1, MaxStops = null, ThinkingSwitch = ThinkingSwitch.Object };

    public static readonly WireProfile Zhipu = ZhipuBase with
    {
        Variants =
        [
            ("glm-4.5", ZhipuThinker), ("glm-4.6", ZhipuThinker), ("glm-4.7", ZhipuThinker), ("glm-5", ZhipuThinker),
            ("embedding-2", ZhipuBase with { MaxEmbeddingInputs = 1, DimensionsField = null }),
        ],
    };

    /// <summary>moonshot.md §3: few and short stop sequences, a dialect of schema, uploaded media, a marked beginning.</summary>
    private static readonly WireProfile MoonshotBase = new()
    {
        SeedField = null,
        NotTaken = ["seed", "top_k", "logprobs", "top_logprobs", "logit_bias", "parallel_tool_calls"],
        ParallelToolCalls = false,
        ToolChoiceRequired = null,
        ReasoningEffort = false,
        ReasoningReplayField = "reasoning_content",
        RemoteImages = false,
        VideoUrlParts = true,
        FileParts = false,
        FileScheme = "ms",
        EmptyMessages = false,
        Prefill = new() { Mark = "partial", InJsonMode = false },
        SchemaKeyword = false,
        TypedBranches = true,
        WebSearchOptions = false,
        MaxStops = 5,
        MaxStopBytes = 32,
        MinTemperature = 0,
        MaxTemperature = 1,
        MinTopP = 0,
        MaxTopP = 1,
    };

    /// <summary>K2.5 and later: sampling is fixed.</summary>
    private static readonly WireProfile MoonshotFixed = MoonshotBase with
    {
        Sampling = false,
        Penalties = false,
        NotTaken = [.. MoonshotBase.NotTaken, "n", "temperature", "top_p", "presence_penalty", "frequency_penalty"],
        ThinkingSwitch = ThinkingSwitch.Object,
    };

    private static readonly WireProfile MoonshotK3 = MoonshotFixed with { ReasoningEffort = true, ReasoningEfforts = [null, "low", "low", "high", "max"] };

    public static readonly WireProfile Moonshot = MoonshotBase with
    {
        Variants = [("moonshot-v1", MoonshotBase with { MaxTokensField = "max_tokens" }), ("kimi-k2.5", MoonshotFixed), ("kimi-k2.6", MoonshotFixed), ("kimi-k3", MoonshotK3)],
    };

    /// <summary>deepseek.md §3: no seed, no schema, text only; a beginning and strict tools at the beta base; reasoning is refused by the reasoner's generation and wanted by V4's.</summary>
    private static readonly WireProfile DeepSeekBase = new()
    {
        MaxTokensField = "max_tokens",
        SeedField = null,
        NotTaken = ["n", "seed", "user", "logit_bias", "parallel_tool_calls"],
        ParallelToolCalls = false,
        JsonSchema = false,
        ThinkingSwitch = ThinkingSwitch.Object,
        ReasoningEfforts = [null, "low", "medium", "high", "max"],
        TextOnlyContent = true,
        FileParts = false,
        WebSearchOptions = false,
        Prefill = new() { Mark = "prefix" },
        BetaBase = "/beta",
        MaxStops = 16,
        MinTemperature = 0,
        MaxTemperature = 2,
        MaxTopP = 1,
    };

    private static readonly WireProfile DeepSeekReplay = DeepSeekBase with { ReasoningReplayField = "reasoning_content", ReplaysEmptyReasoning = true };

    public static readonly WireProfile DeepSeek = DeepSeekBase with
    {
        Variants = [("deepseek-v4-flash-vision", DeepSeekReplay with { TextOnlyContent = false }), ("deepseek-v4", DeepSeekReplay)],
    };

    /// <summary>minimax.md §3 to §7: a temperature of 0 is refused; what a chunk, a blank text and a usage of zero mean.</summary>
    private static readonly WireProfile MiniMaxBase = new()
    {
        SeedField = null,
        NotTaken = ["stop", "n", "seed", "frequency_penalty", "presence_penalty", "parallel_tool_calls"],
        ParallelToolCalls = false,
        Penalties = false,
        Stop = false,
        JsonSchema = false,
        JsonObject = false,
        ToolChoiceRequired = null,
        ReasoningEffort = false,
        FileParts = false,
        WebSearchOptions = false,
        TextBesideCalls = TextBesideCalls.NotBlank,
        FinalMessage = true,
        DimensionsField = null,
        MinTemperature = 0.01f,
        MaxTemperature = 1,
        MinTopP = 0.01f,
        MaxTopP = 1,
    };

    /// <summary>The compatible endpoint: reasoning is split from the text on request and goes back as details; where it was not, it stands in the text.</summary>
    private static readonly WireProfile MiniMaxSplit = MiniMaxBase with { SwitchedOn = ["reasoning_split"], ReasoningReplayField = "reasoning_details", ThinkTags = true, GrowingDetails = true };

    public static readonly WireProfile MiniMax = WithModels(MiniMaxSplit);

    /// <summary>The vendor's own name of the same endpoint: reasoning is a member of its own.</summary>
    public static readonly WireProfile MiniMaxNative = WithModels(MiniMaxBase with { ChatPath = "/text/chatcompletion_v2", ReasoningReplayField = "reasoning_content" });

    /// <summary>other-openai-compatible-cn.md §1: the older models know no system messages.</summary>
    private static readonly WireProfile BaichuanBase = Plain with
    {
        TopKField = "top_k",
        MaxTopK = 20,
        MinTemperature = 0,
        MaxTemperature = 1,
        MaxTopP = 0.99f,
        DimensionsField = null,
        MaxEmbeddingInputs = 16,
        WebSearchOptions = false,
    };

    public static readonly WireProfile Baichuan = BaichuanBase with { Variants = [("Baichuan2", BaichuanBase with { SystemMessages = false })] };

    /// <summary>other-openai-compatible-cn.md §2.</summary>
    public static readonly WireProfile StepFun = Plain with { VideoUrlParts = true, WebSearchOptions = false };

    /// <summary>other-openai-compatible-cn.md §3: tools are for a few models.</summary>
    private static readonly WireProfile LingyiTools = Plain with { WebSearchOptions = false, MinTemperature = 0, MaxTemperature = 2, MinTopP = 0.01f, MaxTopP = 1 };

    public static readonly WireProfile Lingyi = LingyiTools with { Tools = false, Variants = [("yi-large-fc", LingyiTools), ("yi-large-preview", LingyiTools)] };

    /// <summary>other-openai-compatible-cn.md §4.</summary>
    public static readonly WireProfile AI360 = Plain with { WebSearchOptions = false };

    /// <summary>The older models want parameters of functions as text; one takes a schema for its answer (minimax.md §3).</summary>
    private static WireProfile WithModels(WireProfile profile) => profile with
    {
        Variants = [("MiniMax-Text-01", profile with { JsonSchema = true }), ("abab", profile with { ParametersAsText = true })],
    };
}
