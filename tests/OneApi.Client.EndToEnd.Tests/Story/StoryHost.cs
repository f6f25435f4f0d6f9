using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Story;

/// <summary>
/// The story's gateway on loopback: endpoints and admin API in front of fakes, everything kept in a SQLite file, every log line collected.
/// The connection from this machine counts as a known proxy, so a test says with X-Forwarded-For from where it calls.
/// </summary>
internal sealed class StoryHost : IAsyncDisposable
{
    public const string AdminKey = "the-admin-key-of-the-story-0123456789";
    public const string Pepper = "the pepper of the story, kept outside of the database";

    private readonly WebApplication _app;
    private readonly string _folder;

    private StoryHost(WebApplication app, string folder, CollectedLogs logs)
    {
        (_app, _folder, Logs) = (app, folder, logs);
        Http = new() { BaseAddress = new(app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public CollectedLogs Logs { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public string Folder => _folder;

    /// <summary>Gets the key that calls send which name none: a token of the group <c>internal_dev</c>.</summary>
    public string Key { get; private set; } = string.Empty;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<StoryHost> StartAsync(
        Action<OneApiOptions>? gateway = null,
        Action<OneApiEndpointOptions>? endpoints = null,
        Action<OneApiAdminOptions>? admin = null,
        Action<IServiceCollection>? services = null,
        string adminKey = AdminKey,
        string pepper = Pepper)
    {
        var folder = Directory.CreateTempSubdirectory("story-").FullName;
        var logs = new CollectedLogs();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection([]); // edited by EditAsync
        var client = builder.Services.AddOneApi(builder.Configuration).AddAspNetCore();
        builder.Services.Configure<OneApiOptions>(options =>
        {
            options.Tokens.Pepper = pepper;
            foreach (var group in (string[])["customer_service", "content_generation", "internal_dev"])
            {
                options.Groups[group] = new();
            }

            gateway?.Invoke(options);
        });
        client.AddEntityFrameworkCore(options => options.UseSqlite(Path.Combine(folder, "oneapi.db")));
        builder.Services.AddHealthChecks().AddOneApi();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapHealthChecks("/readyz");
        app.MapOneApi(options =>
        {
            options.KnownProxies = ["127.0.0.1"];
            endpoints?.Invoke(options);
        });
        app.MapOneApiAdmin(options =>
        {
            options.Key = adminKey;
            admin?.Invoke(options);
        });
        await app.StartAsync(Stop);
        var host = new StoryHost(app, folder, logs);
        host.Key = (await app.Services.GetRequiredService<IAccessTokens>().CreateAsync(new() { Name = "story-" + Path.GetFileName(folder), Group = "internal_dev" }, Stop)).Key;
        return host;
    }

    /// <summary>A channel to a fake.</summary>
    public static ChannelConfig Channel(string name, string provider, FakeProvider fake, params string[] models) =>
        new() { Name = name, Provider = provider, BaseUrl = fake.Url, ApiKey = fake.ApiKey, Models = models };

    public static string Chat(string model, string more = "") => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Hello"}]{{more}}}""";

    /// <summary>Edits the configuration as somebody does who saves a file.</summary>
    public void Edit(params (string Key, string Value)[] settings)
    {
        foreach (var (key, value) in settings)
        {
            _app.Configuration[key] = value;
        }

        ((IConfigurationRoot)_app.Configuration).Reload();
    }

    /// <summary>Sends a request; a body is JSON.</summary>
    public async Task<StoryReply> SendAsync(string method, string path, string? body = null, string? key = null, string? from = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.Authorization = new("Bearer", key ?? Key);
        if (from is not null)
        {
            request.Headers.Add("X-Forwarded-For", from);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new("application/json") } };
        }

        change?.Invoke(request);
        using var response = await Http.SendAsync(request, Stop);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(Stop), response.Headers, response.Content.Headers);
    }

    public Task<StoryReply> ChatAsync(string model, string more = "", string? key = null, string? from = null, Action<HttpRequestMessage>? change = null) =>
        SendAsync("POST", "/v1/chat/completions", Chat(model, more), key, from, change);

    public Task<StoryReply> AdminAsync(string method, string path, string? body = null) => SendAsync(method, path, body, AdminKey);

    /// <summary>Makes a token with the story's call.</summary>
    public async Task<JsonElement> TokenAsync(string body)
    {
        var reply = await AdminAsync("POST", "/api/v1/token", body);
        Assert.True(reply.Status is System.Net.HttpStatusCode.Created, reply.Text);
        return reply.Json;
    }

    /// <summary>Stops the host and leaves its files.</summary>
    public async Task StopAsync() => await _app.StopAsync(Stop);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
