using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneApi.Client.EndToEnd.Tests.ByteCuts;
using OneApi.Client.Tests.Servers;

namespace OneApi.Client.EndToEnd.Tests.LockStep;

/// <summary>T9 over HTTP: through the endpoint, and through a real nginx in front of it with the buffering that it has by default. Proved without timing.</summary>
public sealed class EndpointLockStepTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    public static TheoryData<string, string, bool> Ways
    {
        get
        {
            var ways = new TheoryData<string, string, bool>();
            foreach (var provider in CutWire.Providers)
            {
                foreach (var path in new[] { "/v1/chat/completions", "/v1/messages" })
                {
                    ways.Add(provider, path, false);
                    ways.Add(provider, path, true);
                }
            }

            return ways;
        }
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task EachEvent_IsReadBeforeTheNextIsSent(string provider, string path, bool behindNginx)
    {
        Assert.SkipUnless(!behindNginx || NginxServer.IsInstalled, "nginx is not installed.");
        var wire = CutWire.Of(provider);
        var stream = await CutStream.RecordAsync(wire, Stop);
        await using var server = new LockStepServer(stream, Stop);
        await using var host = await StartAsync(wire, server.Url);
        await using var nginx = behindNginx ? await NginxServer.StartAsync(host.Urls.First()) : null;
        using var client = new HttpClient { BaseAddress = new(nginx?.Url ?? host.Urls.First()) };
        var text = new StringBuilder();

        await ReadAsync(client, wire, path, text, server.Confirm).WaitAsync(Bound, Stop);

        Assert.Equal(CutStream.WholeText, text.ToString());
        Assert.InRange(server.Sent, CutStream.Tokens.Length, int.MaxValue);
    }

    /// <summary>Between all bytes at once: no character is hurt on the way through.</summary>
    [Theory]
    [InlineData("openai", "/v1/chat/completions")]
    [InlineData("openai", "/v1/messages")]
    [InlineData("anthropic", "/v1/messages")]
    [InlineData("gemini", "/v1/chat/completions")]
    public async Task TornAtEveryByte_TheTextIsWhole(string provider, string path)
    {
        var wire = CutWire.Of(provider);
        using var answer = new SlicedAnswer(await CutStream.RecordAsync(wire, Stop));
        await using var host = await StartAsync(wire, "http://127.0.0.1:9", clients => clients.ConfigurePrimaryHttpMessageHandler(() => answer));
        using var client = new HttpClient { BaseAddress = new(host.Urls.First()) };
        var text = new StringBuilder();

        await ReadAsync(client, wire, path, text, static _ => { }).WaitAsync(Bound, Stop);

        Assert.Equal(CutStream.WholeText, text.ToString());
    }

    private static async Task ReadAsync(HttpClient client, CutWire wire, string path, StringBuilder text, Action<int> confirm)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent($$"""{"model":"{{wire.Model}}","max_tokens":4096,"stream":true,"messages":[{"role":"user","content":"case 0"}]}""", Encoding.UTF8, "application/json"),
        };
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.True(answer.IsSuccessStatusCode, answer.IsSuccessStatusCode ? string.Empty : await answer.Content.ReadAsStringAsync(Stop));
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync(Stop)).EnumerateAsync(Stop))
        {
            text.Append(TextOf(item.Data));
            confirm(text.Length);
        }
    }

    private static string? TextOf(string data)
    {
        if (data == "[DONE]")
        {
            return null;
        }

        var json = JsonElement.Parse(Encoding.UTF8.GetBytes(data));
        if (json.TryGetProperty("choices", out var choices))
        {
            return choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : null;
        }

        return json.TryGetProperty("delta", out var delta) && delta.TryGetProperty("text", out var part) ? part.GetString() : null;
    }

    private static async Task<WebApplication> StartAsync(CutWire wire, string url, Action<IHttpClientBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOneApi(options => options.Channels.Add(new()
        {
            Name = "one",
            Provider = wire.Provider,
            BaseUrl = url,
            ApiKey = "id.secret-of-a-channel",
            SecretKey = wire.Provider is "hunyuan" or "wenxin" ? "another" : null,
            Models = ["*"],
        }));
        if (configure is not null)
        {
            builder.Services.ConfigureHttpClientDefaults(configure);
        }

        var app = builder.Build();
        app.MapOneApi(static options => options.RequireAccessToken = false);
        await app.StartAsync(Stop);
        return app;
    }
}
