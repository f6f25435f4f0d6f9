using System.Net;
using System.Net.Http.Headers;
using System.Text;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.GatewayHost;

/// <summary>The host with a channel of its own: what goes through it, and how it stops.</summary>
public sealed class HostedChannelTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The story's <c>config.yaml</c>.</summary>
    [Theory]
    [InlineData("  enable: true\n", true)]
    [InlineData("  enable: false\n", false)]
    [InlineData("", false)]
    public async Task ProxyHeaders_GoOn_OnlyWhereTheyAreSwitchedOn(string enable, bool isForwarded)
    {
        await using var provider = FakeOpenAI.Start();
        using var folder = new HostFolder();
        folder.Write("appsettings.json", Settings(provider.Url, provider.ApiKey));
        folder.Write("config.yaml", $"proxy:\n{enable}  headers:\n    - X-Forwarded-For\n    - User-Agent\n");
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, []);
        using var http = new HttpClient { BaseAddress = gateway.Url };
        using var request = Call(stream: false);
        request.Headers.UserAgent.ParseAdd("story-client/1.0");

        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var seen = Assert.Single(provider.Requests).Headers;
        Assert.Equal(isForwarded, seen.TryGetValue("User-Agent", out var agent) && agent == "story-client/1.0");
        Assert.Equal(isForwarded, seen.TryGetValue("X-Forwarded-For", out var address) && address == "127.0.0.1");
    }

    [Fact]
    public async Task AnEditOfConfigYaml_IsTakenUpLive()
    {
        await using var provider = FakeOpenAI.Start();
        using var folder = new HostFolder();
        folder.Write("appsettings.json", Settings(provider.Url, provider.ApiKey));
        folder.Write("config.yaml", "proxy:\n  enable: false\n  headers: [X-Tenant]\n");
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, []);
        using var http = new HttpClient { BaseAddress = gateway.Url };

        folder.Write("config.yaml", "proxy:\n  enable: true\n  headers: [X-Tenant]\n");
        await gateway.LineAsync("Configuration applied");
        using var request = Call(stream: false);
        request.Headers.Add("X-Tenant", "seven");
        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("seven", Assert.Single(provider.Requests).Headers.GetValueOrDefault("X-Tenant"));
    }

    [Fact]
    public async Task Sigterm_LetsAStreamEnd_RefusesNewCalls_AndReadinessFails()
    {
        await using var provider = new HeldOpenAI();
        using var folder = new HostFolder();
        folder.Write("appsettings.json", Settings(provider.Url, "key"));
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, []);
        using var http = new HttpClient { BaseAddress = gateway.Url };
        using var stream = await http.SendAsync(Call(stream: true), HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Stop));
        await ReadUntilAsync(reader, HeldOpenAI.FirstWords);

        await gateway.TerminateAsync();
        await gateway.LineAsync("Stopping: 1 calls run");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync(new Uri("/readyz", UriKind.Relative), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("/healthz", UriKind.Relative), Stop)).StatusCode);
        using var late = await http.SendAsync(Call(stream: false), Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.True(late.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
        Assert.Contains("gateway_overloaded", await late.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        provider.Release();
        var rest = await reader.ReadToEndAsync(Stop);
        Assert.Contains(HeldOpenAI.LastWords, rest, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", rest, StringComparison.Ordinal);
        Assert.Equal(0, await gateway.EndAsync());
    }

    [Fact]
    public async Task AStreamThatOutlivesTheDrain_EndsWithAnErrorInIt()
    {
        await using var provider = new HeldOpenAI();
        using var folder = new HostFolder();
        folder.Write("appsettings.json", Settings(provider.Url, "key"));
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, [], ("OneApi__DrainTimeout", "00:00:00.5"));
        using var http = new HttpClient { BaseAddress = gateway.Url };
        using var stream = await http.SendAsync(Call(stream: true), HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Stop));
        await ReadUntilAsync(reader, HeldOpenAI.FirstWords);

        await gateway.TerminateAsync();

        var rest = await reader.ReadToEndAsync(Stop);
        Assert.Contains("gateway_overloaded", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", rest, StringComparison.Ordinal);
        Assert.Equal(0, await gateway.EndAsync());
    }

    /// <summary>Without access tokens, which these tests are not about.</summary>
    private static string Settings(string url, string key) => $$"""
        { "OneApi": { "Channels": [ { "Name": "main", "Provider": "openai-compatible", "BaseUrl": "{{url}}", "ApiKey": "{{key}}", "Models": [ "gpt-4o-mini" ] } ],
                      "Endpoints": { "RequireAccessToken": false } } }
        """;

    private static HttpRequestMessage Call(bool stream) => new(HttpMethod.Post, new Uri("/v1/chat/completions", UriKind.Relative))
    {
        Content = new StringContent(
            $$"""{"model":"gpt-4o-mini","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Hello"}]}""",
            Encoding.UTF8,
            new MediaTypeHeaderValue("application/json")),
    };

    private static async Task ReadUntilAsync(StreamReader reader, string text)
    {
        while (await reader.ReadLineAsync(Stop) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"The stream ended without '{text}'.");
    }
}
