using OneApi.Client.Authentication;
using OneApi.Client.Protocols;

namespace OneApi.Client.Providers;

/// <summary>What the Chinese vendors' compatible wires know, each as its page says.</summary>
internal static class ChineseProfiles
{
    /// <summary>Plain OpenAI with the older limit member (other-openai-compatible-cn.md §2 to §4).</summary>
    public static readonly WireProfile Plain = new() { MaxTokensField = "max_tokens", ReasoningEffort = false };

    /// <summary>qwen.md §3, §7, §10: 2 and 0 are refused, a top_p of 1 by some models; thinking is a flag.</summary>
    public static readonly WireProfile Qwen = new()
    {
        MaxTokensField = "max_tokens",
        TopKField = "top_k",
        MaxTemperature = 1.99f,
        MaxTopP = 0.9999f,
        MinTopP = 0.0001f,
        ReasoningEffort = false,
        ThinkingSwitch = ThinkingSwitch.Flag,
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

    /// <summary>wenxin.md §6.</summary>
    public static readonly WireProfile Qianfan = new() { MaxTokensField = "max_tokens", ReasoningEffort = false, ThinkingSwitch = ThinkingSwitch.Flag };

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
    };

    /// <summary>X1 and X1.5 can be told to think or not (spark.md §6).</summary>
    private static readonly WireProfile SparkX = SparkBase with { ThinkingSwitch = ThinkingSwitch.Object };

    public static readonly WireProfile Spark = SparkBase with { Variants = [("x1", SparkX), ("spark-x", SparkX)] };

    /// <summary>zhipu.md §3: open intervals, one tool choice, bare base64.</summary>
    private static readonly WireProfile ZhipuBase = new()
    {
        MaxTokensField = "max_tokens",
        StreamUsage = false,
        ParallelToolCalls = false,
        Penalties = false,
        JsonSchema = false,
        ToolChoiceRequired = null,
        ToolChoiceNone = false,
        ReasoningEffort = false,
        ImageDataUris = false,
        GreedySwitch = true,
        MaxTemperature = 0.99f,
        MaxTopP = 0.99f,
        MinTopP = 0.01f,
    };

    /// <summary>GLM-4.5 and later: a temperature of 1, and thinking that can be switched.</summary>
    private static readonly WireProfile ZhipuThinker = ZhipuBase with { MaxTemperature = 1, ThinkingSwitch = ThinkingSwitch.Object };

    public static readonly WireProfile Zhipu = ZhipuBase with
    {
        Variants = [("glm-4.5", ZhipuThinker), ("glm-4.6", ZhipuThinker), ("glm-4.7", ZhipuThinker), ("glm-5", ZhipuThinker)],
    };

    /// <summary>moonshot.md §3.</summary>
    private static readonly WireProfile MoonshotBase = new()
    {
        SeedField = null,
        ParallelToolCalls = false,
        ToolChoiceRequired = null,
        ReasoningEffort = false,
        ReasoningReplayField = "reasoning_content",
        RemoteImages = false,
        SchemaKeyword = false,
        MaxTemperature = 1,
        MaxTopP = 1,
    };

    /// <summary>K2.5 and later: sampling is fixed.</summary>
    private static readonly WireProfile MoonshotFixed = MoonshotBase with { Sampling = false, Penalties = false, ThinkingSwitch = ThinkingSwitch.Object };

    private static readonly WireProfile MoonshotK3 = MoonshotFixed with { ReasoningEffort = true, ReasoningEfforts = [null, "low", "low", "high", "max"] };

    public static readonly WireProfile Moonshot = MoonshotBase with
    {
        Variants = [("moonshot-v1", MoonshotBase with { MaxTokensField = "max_tokens" }), ("kimi-k2.5", MoonshotFixed), ("kimi-k2.6", MoonshotFixed), ("kimi-k3", MoonshotK3)],
    };

    /// <summary>deepseek.md §3: no seed, no schema, text only; reasoning is refused by the reasoner's generation and wanted by V4's.</summary>
    private static readonly WireProfile DeepSeekBase = new()
    {
        MaxTokensField = "max_tokens",
        SeedField = null,
        ParallelToolCalls = false,
        JsonSchema = false,
        ThinkingSwitch = ThinkingSwitch.Object,
        TextOnlyContent = true,
        MaxTemperature = 2,
    };

    private static readonly WireProfile DeepSeekReplay = DeepSeekBase with { ReasoningReplayField = "reasoning_content" };

    public static readonly WireProfile DeepSeek = DeepSeekBase with { Variants = [("deepseek-v4", DeepSeekReplay)] };

    /// <summary>minimax.md §3, §5: a temperature of 0 is refused; reasoning is split from the text on request and goes back as details.</summary>
    private static readonly WireProfile MiniMaxBase = new()
    {
        SwitchedOn = ["reasoning_split"],
        SeedField = null,
        ParallelToolCalls = false,
        Penalties = false,
        Stop = false,
        JsonSchema = false,
        JsonObject = false,
        ToolChoiceRequired = null,
        ReasoningEffort = false,
        ReasoningReplayField = "reasoning_details",
        MinTemperature = 0.01f,
        MaxTemperature = 1,
        MinTopP = 0.01f,
        MaxTopP = 1,
    };

    public static readonly WireProfile MiniMax = MiniMaxBase with { Variants = [("MiniMax-Text-01", MiniMaxBase with { JsonSchema = true })] };

    /// <summary>other-openai-compatible-cn.md §1.</summary>
    public static readonly WireProfile Baichuan = Plain with { TopKField = "top_k", MaxTemperature = 1, MaxTopP = 0.99f };
}
