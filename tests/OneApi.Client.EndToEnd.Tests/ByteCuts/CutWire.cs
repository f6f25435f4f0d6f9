using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.ByteCuts;

/// <summary>A wire whose streams are cut.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="Model">A model of it.</param>
/// <param name="Start">Starts its fake.</param>
/// <param name="Finish">What a stream says when its answer has come to its end, and nowhere before.</param>
internal sealed record CutWire(string Provider, string Model, Func<FakeProvider> Start, string Finish)
{
    private static readonly Dictionary<string, CutWire> ByProvider = new CutWire[]
    {
        new("openai", "gpt-4o-mini", FakeOpenAI.Start, "\"finish_reason\":\"stop\""),
        new("anthropic", "claude-sonnet-4-5", FakeAnthropic.Start, "\"stop_reason\":\"end_turn\""),
        new("gemini", "gemini-2.5-flash", FakeGemini.Start, "\"finishReason\":\"STOP\""),
        new("qwen", "qwen-plus", FakeQwen.Start, "\"finish_reason\":\"stop\""),
        new("hunyuan", "hunyuan-turbos-latest", FakeHunyuan.Start, "\"FinishReason\":\"stop\""),
        new("wenxin", "ernie-4.0-8k", FakeWenxin.Start, "\"is_end\":true"),
        new("zhipu", "glm-4-plus", FakeZhipu.Start, "\"finish_reason\":\"stop\""),
        new("minimax", "MiniMax-Text-01", FakeMiniMax.Start, "\"finish_reason\":\"stop\""),
    }.ToDictionary(static wire => wire.Provider);

    public static IEnumerable<string> Providers => ByProvider.Keys;

    public static CutWire Of(string provider) => ByProvider[provider];
}
