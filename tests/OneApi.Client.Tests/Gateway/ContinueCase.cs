using System.Text.Json;
using System.Text.Json.Nodes;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>A provider that goes on with a given beginning, what its page wants to be sent, and how it answers.</summary>
/// <param name="Provider">The provider's id.</param>
/// <param name="Model">A model that takes it.</param>
/// <param name="Start">Starts its fake.</param>
/// <param name="Messages">The messages that go out when <c>first second </c> was delivered.</param>
/// <param name="Members">Members of the body besides.</param>
/// <param name="Answer">The pieces of what it says then.</param>
/// <param name="Protocol">The wire, where it is not the first.</param>
/// <param name="Base">What the base address has behind the fake's.</param>
internal sealed record ContinueCase(string Provider, string Model, Func<FakeProvider> Start, string Messages, string Members, string[] Answer, string? Protocol = null, string Base = "")
{
    private const string Unmarked = """[{"role":"user","content":"hello"},{"role":"assistant","content":"first second "}]""";
    private const string Prefix = """[{"role":"user","content":"hello"},{"role":"assistant","content":"first second ","prefix":true}]""";
    private const string Partial = """[{"role":"user","content":"hello"},{"role":"assistant","content":"first second ","partial":true}]""";

    private static readonly Dictionary<string, ContinueCase> ByName = new()
    {
        // White space at the end is refused, so it comes again.
        ["anthropic"] = new(
            "anthropic",
            "claude-sonnet-4-5",
            FakeAnthropic.Start,
            """[{"role":"user","content":[{"type":"text","text":"hello"}]},{"role":"assistant","content":[{"type":"text","text":"first second"}]}]""",
            "{}",
            [" th", "ird"]),

        // The answer repeats the beginning.
        ["mistral"] = new("mistral", "mistral-small-latest", static () => FakeOpenAICompatible.Start("mistral"), Prefix, "{}", ["first ", "second th", "ird"]),
        ["moonshot"] = new("moonshot", "kimi-k2-0905-preview", FakeMoonshot.Start, Partial, "{}", ["third"]),
        ["deepseek"] = new("deepseek", "deepseek-chat", FakeDeepSeek.Start, Prefix, "{}", ["third"], Base: "/beta"),
        ["qwen"] = new("qwen", "qwen-plus", FakeQwen.Start, Partial, "{}", ["third"], Protocol: "native"),
        ["qwen compatible"] = new("qwen", "qwen-plus", FakeQwen.Start, Partial, "{}", ["third"], Protocol: "compatible", Base: "/compatible-mode/v1"),
        ["qianfan"] = new("qianfan", "deepseek-v3", FakeQianfan.Start, Prefix, "{}", ["third"]),
        ["doubao"] = new("doubao", "doubao-1-5-pro-32k-250115", FakeDoubao.Start, Unmarked, "{}", ["third"]),
        ["vllm"] = new("vllm", "llama-3", static () => FakeOpenAICompatible.Start("vllm"), Unmarked, """{"add_generation_prompt":false,"continue_final_message":true}""", ["third"]),
        ["llamacpp"] = new("llamacpp", "llama-3", static () => FakeOpenAICompatible.Start("llamacpp"), Unmarked, "{}", ["third"]),
        ["groq"] = new("groq", "llama-3.3-70b-versatile", static () => FakeOpenAICompatible.Start("groq"), Unmarked, "{}", ["third"]),
    };

    public static IEnumerable<string> Names => ByName.Keys;

    public static ContinueCase Of(string name) => ByName[name];

    public static JsonElement MessagesOf(FakeRequest request) =>
        request.Json.TryGetProperty("input", out var input) ? input.GetProperty("messages") : request.Json.GetProperty("messages");

    /// <summary>Whether a request gives the beginning of the answer.</summary>
    public static bool IsBeginning(FakeRequest request) => MessagesOf(request).EnumerateArray().Last().GetProperty("role").GetString() == "assistant";

    /// <summary>Whether the request is what the provider's page wants.</summary>
    public void Check(FakeRequest request)
    {
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Messages), JsonNode.Parse(MessagesOf(request).GetRawText())), MessagesOf(request).GetRawText());
        var members = JsonNode.Parse(Members)!.AsObject();
        foreach (var name in (string[])["add_generation_prompt", "continue_final_message", "prefix", "partial"])
        {
            var sent = request.Json.TryGetProperty(name, out var value) ? value.GetRawText() : null;
            Assert.Equal(members[name]?.ToJsonString(), sent);
        }
    }
}
