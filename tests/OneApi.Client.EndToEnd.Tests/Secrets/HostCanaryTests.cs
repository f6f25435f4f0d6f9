using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using OneApi.Client.EndToEnd.Tests.GatewayHost;
using OneApi.Client.EndToEnd.Tests.Story;
using OneApi.Client.Tests.Servers;

namespace OneApi.Client.EndToEnd.Tests.Secrets;

/// <summary>The host as a process: what it prints, what its pages show, and what lies in its folder.</summary>
public sealed class HostCanaryTests
{
    private const string AdminKey = "canary-admin-key-4d5e-0123456789-0123456789";
    private const string RedisPassword = "canary-redis-password-7a8b";
    private const string MetricsKey = "canary-metrics-key-9c0d";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NoSecret_IsPrinted_OrShownOnAPage_OrKept(bool isRedisUp)
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server and redis-cli are not installed on this machine.");
        using var folder = new HostFolder();
        await using var redis = await RedisServer.StartAsync(appendOnly: true);
        await redis.CommandAsync("CONFIG", "SET", "requirepass", isRedisUp ? RedisPassword : "another");
        await using var gateway = await GatewayHostProcess.StartAsync(
            folder.Path,
            [isRedisUp ? "--demo" : "--no-demo"],
            ("ONEAPI_ADMIN_KEY", AdminKey),
            ("OneApi__Metrics__Key", MetricsKey),
            ("ONEAPI_LOG_LEVEL", "trace"),
            ("REDIS_URL", redis.Url.Replace("redis://", $"redis://:{RedisPassword}@", StringComparison.Ordinal)));
        var shown = !isRedisUp ? "none" : Regex.Match(gateway.Output, "sk-oa-[a-z0-9]+").Value; // the demo's token is printed once, for whoever pastes it
        using var http = new HttpClient { BaseAddress = gateway.Url };
        var made = await SendAsync(http, HttpMethod.Post, "/api/v1/token", AdminKey, """{"name":"canary","quota":50000}""");
        var key = isRedisUp ? System.Text.Json.JsonElement.Parse(made.Text).GetProperty("key").GetString()! : "none";
        var texts = new List<string> { made.Text.Replace(key, "", StringComparison.Ordinal) };
        foreach (var (method, path, body) in new[] { ("POST", "/v1/chat/completions", StoryHost.Chat("gpt-4o-mini")), ("GET", "/metrics", null), ("GET", "/healthz", null), ("GET", "/readyz", null), ("GET", "/api/v1/audit", null), ("GET", "/api/v1/token", null), ("GET", "/api/v1/openapi.json", null) })
        {
            var answer = await SendAsync(http, new(method), path, path.StartsWith("/v1", StringComparison.Ordinal) ? (isRedisUp ? key : shown) : AdminKey, body);
            Assert.True(!isRedisUp || answer.Status is HttpStatusCode.OK, $"{path}: {answer.Text}");
            texts.Add(answer.Text);
        }

        Assert.Equal(0, await gateway.StopAsync());

        texts.Add(gateway.Output);
        texts.AddRange(Directory.GetFiles(folder.Data, "*", SearchOption.AllDirectories).Select(static file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        Assert.Contains(texts, text => text.Contains(isRedisUp ? "gpt-4o-mini" : "WRONGPASS", StringComparison.Ordinal)); // the search does find what is there
        foreach (var secret in new[] { AdminKey, RedisPassword, MetricsKey, key }.Where(static one => one != "none"))
        {
            Assert.DoesNotContain(texts, text => text.Contains(secret, StringComparison.Ordinal));
        }

        Assert.Equal(isRedisUp ? 1 : 0, Regex.Count(gateway.Output, "sk-oa-[a-z0-9]+"));
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpClient http, HttpMethod method, string path, string key, string? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await http.SendAsync(request, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }
}
