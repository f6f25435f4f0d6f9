namespace OneApi.Client.Protocols;

/// <summary>How a server of OpenAI's wire is told to think, or not to, where <c>reasoning_effort</c> can't say it.</summary>
internal enum ThinkingSwitch
{
    /// <summary>It can't be told.</summary>
    None,

    /// <summary><c>"enable_thinking": true | false</c> (qwen.md §7, other-openai-compatible-cn.md §5).</summary>
    Flag,

    /// <summary><c>"thinking": {"type": "enabled" | "disabled"}</c> (deepseek.md §3, zhipu.md §3, doubao.md §3).</summary>
    Object,
}
