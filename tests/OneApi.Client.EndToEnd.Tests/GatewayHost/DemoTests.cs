using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using OneApi.Client.Tests.Servers;

namespace OneApi.Client.EndToEnd.Tests.GatewayHost;

/// <summary>What the demo prints works as pasted, and what it keeps outlives it.</summary>
public sealed partial class DemoTests
{
    private const string Calls = "/v1/models";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ThePrintedCall_WorksAsPasted()
    {
        Assert.SkipUnless(ServerProcess.IsInstalled("curl"), "curl is not installed on this machine.");
        using var folder = new HostFolder();
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, ["--demo"]);

        var answer = await ShellAsync(gateway.LineOf("/v1/chat/completions")!);

        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
        Assert.Contains("Hello, gateway", answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.True(answer.GetProperty("usage").GetProperty("total_tokens").GetInt32() > 0);
    }

    /// <summary>The story's line, behind the line with the secret that was made for this run.</summary>
    [Fact]
    public async Task ThePrintedAdminCall_WorksAsPasted()
    {
        Assert.SkipUnless(ServerProcess.IsInstalled("curl"), "curl is not installed on this machine.");
        using var folder = new HostFolder();
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, ["--demo"]);

        var answer = await ShellAsync(gateway.LineOf("ADMIN=") + "\n" + gateway.LineOf("/api/v1/token"));

        Assert.Equal(("customer_a_service", "customer_service"), (answer.GetProperty("name").GetString(), answer.GetProperty("group").GetString()));
        Assert.StartsWith("sk-", answer.GetProperty("key").GetString(), StringComparison.Ordinal);
        Assert.Equal(500_000_000, answer.GetProperty("quota_micros").GetInt64());
    }

    [Fact]
    public async Task EveryModelThatItNames_Answers_AndOneOfThemFailsOver()
    {
        using var folder = new HostFolder();
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, ["--demo"]);
        using var http = ClientOf(gateway, KeyIn(gateway));
        var line = gateway.LineOf("(models: ")!;
        var models = line[(line.IndexOf("(models: ", StringComparison.Ordinal) + 9)..line.IndexOf(')', StringComparison.Ordinal)].Split(", ");
        Assert.Equal(8, models.Length);

        foreach (var model in models)
        {
            using var answer = await PostAsync(http, model);
            Assert.True(answer.StatusCode is HttpStatusCode.OK, $"{model}: {await answer.Content.ReadAsStringAsync(Stop)}");
        }

        await gateway.LineAsync("(openai-dead-key) failed (Authentication), retrying with next channel");
        await gateway.LineAsync("Retry succeeded using channel");
    }

    [Fact]
    public async Task ARestart_KeepsTokens()
    {
        using var folder = new HostFolder();
        string key;
        await using (var first = await GatewayHostProcess.StartAsync(folder.Path, ["--demo"]))
        {
            key = KeyIn(first);
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await GatewayHostProcess.StartAsync(folder.Path, ["--demo"]);
        using var http = ClientOf(second, key);

        using var answer = await PostAsync(http, "gpt-4o-mini");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEqual(key, KeyIn(second));
    }

    [Fact]
    public async Task RedisUrl_PutsTheQuotasIntoRedis()
    {
        Assert.SkipUnless(RedisServer.IsInstalled, "redis-server and redis-cli are not installed on this machine.");
        using var folder = new HostFolder();
        await using var redis = await RedisServer.StartAsync(appendOnly: true);
        await using var gateway = await GatewayHostProcess.StartAsync(folder.Path, ["--demo"], ("REDIS_URL", redis.Url));
        Assert.Contains("oneapi-demo:", await redis.CommandAsync("KEYS", "oneapi-demo:*"), StringComparison.Ordinal); // the token's account
        using var http = ClientOf(gateway, KeyIn(gateway));

        using var answer = await PostAsync(http, "gpt-4o-mini");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("oneapi-demo:", await redis.CommandAsync("KEYS", "oneapi-demo:*"), StringComparison.Ordinal);
        Assert.Equal(0, await gateway.StopAsync());
    }

    private static HttpClient ClientOf(GatewayHostProcess gateway, string key) =>
        new() { BaseAddress = gateway.Url, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    private static string KeyIn(GatewayHostProcess gateway) => Key().Match(gateway.Output).Value;

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string model) => http.PostAsync(
        new Uri("/v1/chat/completions", UriKind.Relative),
        new StringContent($$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hello"}]}""", new MediaTypeHeaderValue("application/json")),
        Stop);

    /// <summary>Runs what was printed in a shell, as somebody does who pastes it, and reads the answer.</summary>
    private static async Task<JsonElement> ShellAsync(string text)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", text]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = shell.StandardError.ReadToEndAsync(Stop);
        var output = await shell.StandardOutput.ReadToEndAsync(Stop);
        await shell.WaitForExitAsync(Stop);
        Assert.True(shell.ExitCode == 0, await error);
        return JsonDocument.Parse(output).RootElement;
    }

    [GeneratedRegex("sk-oa-[a-z0-9]+")]
    private static partial Regex Key();
}
