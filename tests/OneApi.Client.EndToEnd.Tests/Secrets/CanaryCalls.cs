using System.Net.Http.Headers;
using System.Text;
using OneApi.Client.EndToEnd.Tests.Story;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Secrets;

/// <summary>Calls over HTTP of every kind, with words in them that nobody may keep; every answer is collected, with its headers.</summary>
internal sealed class CanaryCalls(StoryHost host)
{
    public const string Prompt = "canaryprompt7f3a";
    public const string Answer = "canaryanswer9c1e";
    public const string Header = "canaryheader5b2d";

    /// <summary>No secret: it must be found wherever the others must not be, else nothing was looked at.</summary>
    public const string Marker = "canarymarker2e8f";

    private static readonly string[] Names = ["gpt-x", "claude-x", "gemini-x", "qwen-x", "ernie-x", "hunyuan-x", "doubao-x"];

    private readonly List<(string Call, string Text)> _answers = [];

    public IReadOnlyList<(string Call, string Text)> Answers => _answers;

    public static IReadOnlyList<string> Models => Names;

    /// <summary>Every dialect, whole and streamed, and everything else that a caller can ask.</summary>
    public async Task AskAllAsync(string model, string key)
    {
        foreach (var stream in new[] { "", ",\"stream\":true" })
        {
            await SendAsync("POST", "/v1/chat/completions", $$"""{"model":"{{model}}","messages":[{"role":"system","content":"{{Prompt}}"},{"role":"user","content":"{{Prompt}} please"}]{{stream}}}""", key);
            await SendAsync("POST", "/v1/messages", $$"""{"model":"{{model}}","max_tokens":50,"system":"{{Prompt}}","messages":[{"role":"user","content":"{{Prompt}}"}]{{stream}}}""", key);
            await SendAsync("POST", "/v1/responses", $$"""{"model":"{{model}}","instructions":"{{Prompt}}","input":"{{Prompt}}"{{stream}}}""", key);
            await SendAsync("POST", "/v1/completions", $$"""{"model":"{{model}}","prompt":"{{Prompt}}"{{stream}}}""", key);
        }
    }

    public async Task AskOthersAsync(string key)
    {
        await SendAsync("POST", "/v1/embeddings", $$"""{"model":"gpt-x","input":["{{Prompt}}"]}""", key);
        await SendAsync("POST", "/v1/images/generations", $$"""{"model":"gpt-image-1","prompt":"{{Prompt}}"}""", key);
        await SendAsync("POST", "/v1/moderations", $$"""{"model":"gpt-x","input":"{{Prompt}}"}""", key);
        await SendAsync("POST", "/v1/audio/speech", $$"""{"model":"gpt-x","voice":"alloy","input":"{{Prompt}}"}""", key);
        await SendAsync("POST", "/v1/rerank", $$"""{"model":"gpt-x","query":"{{Prompt}}","documents":["{{Prompt}}"]}""", key);
        await SendAsync("POST", "/v1/messages/count_tokens", $$"""{"model":"claude-x","messages":[{"role":"user","content":"{{Prompt}}"}]}""", key);
        await SendAsync("GET", "/v1/models", null, key);
        await SendAsync("GET", "/dashboard/billing/usage", null, key);
        await SendAsync("GET", "/dashboard/billing/subscription", null, key);
    }

    /// <summary>What is refused before any provider is asked.</summary>
    public async Task AskWronglyAsync(string key, string wrongKey)
    {
        foreach (var path in new[] { "/v1/chat/completions", "/v1/messages", "/v1/responses", "/v1/completions", "/v1/embeddings", "/v1/images/generations", "/v1/moderations", "/v1/nothing" })
        {
            await SendAsync("POST", path, $$"""{"model":"nobody","max_tokens":9,"input":"{{Prompt}}","prompt":"{{Prompt}}","messages":[{"role":"user","content":"{{Prompt}}"}]}""", key);
            await SendAsync("POST", path, $$"""{"model":"gpt-x","max_tokens":9,"input":"{{Prompt}}","prompt":"{{Prompt}}","messages":[{"role":"user","content":"{{Prompt}}"}]}""", wrongKey);
            await SendAsync("POST", path, $$"""{"model":"gpt-x","messages":[{"role":"user","content":"{{Prompt}}""", key);
            await SendAsync("POST", path, $$"""{"model":"gpt-x","messages":"{{Prompt}}","input":{"{{Prompt}}":1},"prompt":{"a":"{{Prompt}}"},"temperature":"{{Prompt}}"}""", key);
            await SendAsync("POST", path, $$"""{"model":"gpt-x","x":{{new string('[', 40)}}"{{Prompt}}"{{new string(']', 40)}}}""", key);
        }
    }

    /// <summary>What the administrator reads and writes; nothing here hands a key out.</summary>
    public async Task AdministerAsync(string tokenId, string adminKey, string wrongKey)
    {
        foreach (var path in new[] { "/api/v1/token", "/api/v1/token/" + tokenId, $"/api/v1/token/{tokenId}/quota", "/api/v1/token/export", "/api/v1/token/export?format=csv", "/api/token/", "/api/v1/usage?by=day,token,group,model,channel", "/api/v1/usage.csv", "/api/v1/requests", "/api/v1/requests.csv", "/api/v1/overview", "/api/v1/channels", "/api/v1/channels/gpt-x", "/api/v1/models", "/api/v1/traffic", "/api/v1/reconcile", "/api/v1/openapi.json", "/readyz" })
        {
            await SendAsync("GET", path, null, adminKey);
            await SendAsync("GET", path, null, wrongKey);
        }

        var newest = await host.SendAsync("GET", "/api/v1/requests?limit=50", key: adminKey);
        foreach (var request in newest.Json.GetProperty("data").EnumerateArray())
        {
            await SendAsync("GET", "/api/v1/requests/" + request.GetProperty("id").GetString(), null, adminKey);
        }

        await SendAsync("POST", "/api/v1/compare", $$"""{"models":["gpt-x","claude-x","nobody"],"prompt":"{{Prompt}}"}""", adminKey);
        await SendAsync("POST", "/api/v1/channels/gpt-x/rest", """{"duration":1}""", adminKey);
        await SendAsync("POST", "/api/v1/channels/gpt-x/resume", null, adminKey);
        await SendAsync("POST", "/api/v1/token/import", $$"""{"tokens":"{{Prompt}}"}""", adminKey);
        await SendAsync("POST", "/api/v1/token", $$"""{"name":1,"quota":"{{Prompt}}"}""", adminKey);
    }

    /// <summary>Channels that are made over the admin API, with secrets in every place that takes one, in good and in bad requests.</summary>
    public async Task MakeChannelsAsync(string url, string secret, string adminKey)
    {
        string Channel(string more) => $$"""{"provider":"openai","base_url":"{{url}}","api_key":"{{secret}}","headers":{"X-Extra":"{{secret}}"},"models":["stored-x"],"allowed_networks":["127.0.0.0/8"]{{more}}}""";
        var path = "/api/v1/channels/" + Marker;
        await SendAsync("PUT", path, Channel(""), adminKey);
        await SendAsync("PUT", path, Channel(",\"api_keys\":[\"" + secret + "\"],\"weight\":-1,\"colour\":\"red\""), adminKey);
        await SendAsync("PUT", path, Channel(",\"api_key\":\"" + secret + "\""), adminKey);
        await SendAsync("PUT", path, Channel("").Replace("openai", "nobody", StringComparison.Ordinal), adminKey);
        await SendAsync("PUT", path, Channel(",\"weight\":2"), adminKey);
        await SendAsync("POST", "/api/v1/channels", Channel(""), adminKey);
        await SendAsync("POST", path + "/test", "{}", adminKey);
        await SendAsync("PATCH", path, $$"""{"api_key":"{{secret}}"}""", adminKey);
        foreach (var read in new[] { path + "/settings", path, "/api/v1/channels", "/api/v1/audit", "/api/v1/audit.csv", "/api/v1/audit/check" })
        {
            await SendAsync("GET", read, null, adminKey);
        }
    }

    private async Task SendAsync(string method, string path, string? body, string key)
    {
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Add("X-Tenant", Header);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        string text;
        try
        {
            using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
            text = $"{answer.StatusCode}\n{answer.Headers}{answer.Content.Headers}\n{await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
        }
        catch (HttpRequestException error)
        {
            text = error.ToString(); // a stream that the gateway has cut
        }

        _answers.Add(($"{method} {path}", text));
    }
}
