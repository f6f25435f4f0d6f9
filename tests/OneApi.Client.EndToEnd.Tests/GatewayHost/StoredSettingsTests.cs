using System.Net;
using System.Text;
using System.Text.Json;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Servers;

namespace OneApi.Client.EndToEnd.Tests.GatewayHost;

/// <summary>What was set over the admin API outlives the process, and reaches other nodes.</summary>
public sealed class StoredSettingsTests
{
    private const string AdminKey = "the-admin-key-of-this-test-0123456789";
    private const string Settings = """{ "OneApi": { "Endpoints": { "RequireAccessToken": false } } }""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Channel_ServesAfterARestart_WithItsSecret_WhichLiesNowhereInTheDatabase()
    {
        await using var provider = FakeOpenAI.Start();
        using var folder = new HostFolder();
        folder.Write("appsettings.json", Settings);
        await using (var first = await GatewayHostProcess.StartAsync(folder.Path, ["--no-demo"], ("ONEAPI_ADMIN_KEY", AdminKey)))
        {
            Assert.Equal(HttpStatusCode.Created, (await SendAsync(first, HttpMethod.Post, "/api/v1/channels", Channel(provider))).Status);
            Assert.Equal(HttpStatusCode.Created, (await SendAsync(first, HttpMethod.Put, "/api/v1/prices/gpt-live", """{"input":"1","output":"2"}""")).Status);
            Assert.Equal(HttpStatusCode.OK, await CallAsync(first));
            Assert.Equal(0, await first.StopAsync());
        }

        await using var second = await GatewayHostProcess.StartAsync(folder.Path, ["--no-demo"], ("ONEAPI_ADMIN_KEY", AdminKey));

        Assert.Equal(HttpStatusCode.OK, await CallAsync(second));
        Assert.All(provider.Requests, request => Assert.Equal($"Bearer {provider.ApiKey}", request.Headers["Authorization"]));
        var audit = await SendAsync(second, HttpMethod.Get, "/api/v1/audit");
        Assert.Equal(["price.create", "channel.create"], audit.Json.GetProperty("data").EnumerateArray().Select(static one => one.GetProperty("action").GetString()));
        Assert.True((await SendAsync(second, HttpMethod.Get, "/api/v1/audit/check")).Json.GetProperty("is_whole").GetBoolean());
        Assert.Equal(0, await second.StopAsync());
        var files = Directory.GetFiles(folder.Data, "oneapi.db*").Select(File.ReadAllBytes).ToArray();
        Assert.Contains(files, static file => file.AsSpan().IndexOf("gpt-live"u8) >= 0); // the search does find what is there
        Assert.DoesNotContain(files, file => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(provider.ApiKey)) >= 0);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.Combine(folder.Data, "keys")));
        }
    }

    [Fact]
    public async Task WithoutItsKeys_TheGatewayStarts_AndTheSecretIsEnteredAgain()
    {
        await using var provider = FakeOpenAI.Start();
        using var folder = new HostFolder();
        folder.Write("appsettings.json", Settings);
        await using (var first = await GatewayHostProcess.StartAsync(folder.Path, ["--no-demo"], ("ONEAPI_ADMIN_KEY", AdminKey)))
        {
            await SendAsync(first, HttpMethod.Post, "/api/v1/channels", Channel(provider));
            Assert.Equal(0, await first.StopAsync());
        }

        Directory.Delete(Path.Combine(folder.Data, "keys"), recursive: true);
        await using var second = await GatewayHostProcess.StartAsync(folder.Path, ["--no-demo"], ("ONEAPI_ADMIN_KEY", AdminKey));

        Assert.NotEqual(HttpStatusCode.OK, await CallAsync(second));
        Assert.InRange((await SendAsync(second, HttpMethod.Put, "/api/v1/channels/live", Channel(provider))).Status, HttpStatusCode.OK, HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.OK, await CallAsync(second));
    }

    [Fact]
    public async Task NodesOnOnePostgres_WithSharedKeys_TakeTheChannelUp_AndWithoutThemNoSecretIsKept()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "PostgreSQL is not installed on this machine.");
        await using var server = await PostgresServer.StartNewAsync(Stop);
        await using var provider = FakeOpenAI.Start();
        using var one = new HostFolder();
        using var two = new HostFolder();
        using var keys = new HostFolder();
        one.Write("appsettings.json", Settings);
        two.Write("appsettings.json", Settings);
        var database = await server.CreateDatabaseAsync(Stop);
        (string, string)[] shared = [("ONEAPI_ADMIN_KEY", AdminKey), ("ConnectionStrings__Postgres", database), ("OneApi__Tokens__Pepper", "a pepper of more than thirty-two bytes, for tests")];

        await using (var alone = await GatewayHostProcess.StartAsync(one.Path, [], shared))
        {
            var refused = await SendAsync(alone, HttpMethod.Post, "/api/v1/channels", Channel(provider));
            Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
            Assert.Contains("OneApi:KeyFolder", refused.Json.GetRawText(), StringComparison.Ordinal);
            Assert.Equal(0, await alone.StopAsync());
        }

        await using var first = await GatewayHostProcess.StartAsync(one.Path, [], [.. shared, ("ONEAPI_KEY_FOLDER", keys.Path)]);
        await using var second = await GatewayHostProcess.StartAsync(two.Path, [], [.. shared, ("ONEAPI_KEY_FOLDER", keys.Path)]);
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(first, HttpMethod.Post, "/api/v1/channels", Channel(provider))).Status);
        for (var i = 0; i < 100 && await CallAsync(second) is not HttpStatusCode.OK; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), Stop);
        }

        Assert.Equal(HttpStatusCode.OK, await CallAsync(second));
    }

    private static string Channel(FakeOpenAI provider) =>
        $$"""{"name":"live","provider":"openai","base_url":"{{provider.Url}}","api_key":"{{provider.ApiKey}}","models":["gpt-live"],"allowed_networks":["127.0.0.0/8"]}""";

    private static async Task<HttpStatusCode> CallAsync(GatewayHostProcess gateway) =>
        (await SendAsync(gateway, HttpMethod.Post, "/v1/chat/completions", """{"model":"gpt-live","messages":[{"role":"user","content":"Hello"}]}""")).Status;

    private static async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(GatewayHostProcess gateway, HttpMethod method, string path, string? body = null)
    {
        using var http = new HttpClient { BaseAddress = gateway.Url };
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        request.Headers.Authorization = path.StartsWith("/api/", StringComparison.Ordinal) ? new("Bearer", AdminKey) : null;
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, Stop);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(Stop)));
    }
}
