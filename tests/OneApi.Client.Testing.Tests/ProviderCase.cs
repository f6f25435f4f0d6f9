using System.Net.Http.Headers;
using System.Text;

namespace OneApi.Client.Testing.Tests;

/// <summary>One provider as its raw HTTP client sees it, for theories that hold for all of them.</summary>
public sealed record ProviderCase(string Name, Func<FakeProviderOptions, FakeProvider> Start, Func<FakeProvider, bool, string, HttpRequestMessage> Chat)
{
    public static ProviderCase OpenAI { get; } = new("openai", FakeOpenAI.Start, (fake, streaming, text) => Post(
        fake, "/chat/completions", $$"""{"model":"gpt-4o","messages":[{"role":"user","content":"{{text}}"}]{{(streaming ? ""","stream":true,"stream_options":{"include_usage":true}""" : "")}}}"""));

    public static ProviderCase Anthropic { get; } = new("anthropic", FakeAnthropic.Start, (fake, streaming, text) => Post(
        fake, "/v1/messages", $$"""{"model":"claude-haiku-4-5","max_tokens":100,"messages":[{"role":"user","content":"{{text}}"}]{{(streaming ? ""","stream":true""" : "")}}}"""));

    public static ProviderCase Gemini { get; } = new("gemini", FakeGemini.Start, (fake, streaming, text) => Post(
        fake, streaming ? "/models/gemini-2.5-flash:streamGenerateContent?alt=sse" : "/models/gemini-2.5-flash:generateContent", $$"""{"contents":[{"role":"user","parts":[{"text":"{{text}}"}]}]}"""));

    public static TheoryData<string, bool> Both => new(
        from name in (string[])["openai", "anthropic", "gemini"]
        from streaming in (bool[])[false, true]
        select (name, streaming));

    public static TheoryData<string> Names => new("openai", "anthropic", "gemini");

    public static ProviderCase Of(string name) => name switch
    {
        "openai" => OpenAI,
        "anthropic" => Anthropic,
        _ => Gemini,
    };

    public FakeProvider StartDefault() => Start(new FakeProviderOptions());

    public static HttpRequestMessage Post(FakeProvider fake, string path, string json)
        => WithKey(fake, new HttpRequestMessage(HttpMethod.Post, fake.Url + path) { Content = new StringContent(json, Encoding.UTF8, "application/json") });

    public static HttpRequestMessage Get(FakeProvider fake, string path) => WithKey(fake, new HttpRequestMessage(HttpMethod.Get, fake.Url + path));

    private static HttpRequestMessage WithKey(FakeProvider fake, HttpRequestMessage request)
    {
        switch (fake)
        {
            case FakeOpenAI:
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", fake.ApiKey);
                break;
            case FakeAnthropic:
                request.Headers.Add("x-api-key", fake.ApiKey);
                request.Headers.Add("anthropic-version", "2023-06-01");
                break;
            default:
                request.Headers.Add("x-goog-api-key", fake.ApiKey);
                break;
        }

        return request;
    }
}
