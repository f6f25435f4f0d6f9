using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.AspNetCore.Admin;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Admin;

/// <summary>An application with the admin API on a free port of loopback, in front of a fake provider: channels <c>one</c> and <c>two</c>, groups of the story, a clock that stands still.</summary>
internal sealed class AdminHost : IAsyncDisposable
{
    public const string Key = "the-admin-key-of-this-test-0123456789";
    public const string Pepper = "a pepper of more than thirty-two bytes, for tests";

    private readonly WebApplication _app;

    private AdminHost(WebApplication app, FakeOpenAI fake, FakeTimeProvider time)
    {
        _app = app;
        Fake = fake;
        Time = time;
        Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Http = new() { BaseAddress = new(Url) };
    }

    public FakeOpenAI Fake { get; }

    public FakeTimeProvider Time { get; }

    public string Url { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => _app.Services;

    public IReadOnlyList<AdminRoute> Routes =>
    [
        .. Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints.Select(static endpoint => endpoint.Metadata.GetMetadata<AdminRoute>()).OfType<AdminRoute>(),
    ];

    public static string KeyOf(OneApiAdminRole role) => $"the-key-of-{role}-0123456789-0123456789";

    /// <summary>Starts it with the admin key and a key for each other role.</summary>
    public static async Task<AdminHost> StartAsync(
        Action<OneApiAdminOptions>? admin = null,
        Action<IServiceCollection>? services = null,
        Action<OneApiOptions>? gateway = null,
        Dictionary<string, string?>? settings = null,
        bool withKeys = true,
        Action<WebApplication>? before = null)
    {
        var fake = FakeOpenAI.Start();
        var time = new FakeTimeProvider(new(2026, 11, 26, 9, 30, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings ?? []);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddOneApi(options =>
        {
            options.Tokens.Pepper = Pepper;
            options.Channels.Add(new() { Name = "one", Provider = "openai", ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = { "gpt-x", "qwen-max" } });
            options.Channels.Add(new() { Name = "two", Provider = "openai", ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = { "gpt-x" } });
            options.Groups["customer_service"] = new() { Models = { "qwen-*" } };
            options.Groups["default"] = new() { Strategy = RoutingStrategies.Ordered };
            options.Prices["*"] = new() { Input = "1", Output = "2" };
            gateway?.Invoke(options);
        });
        services?.Invoke(builder.Services);
        var app = builder.Build();
        try
        {
            before?.Invoke(app);
            app.MapOneApiAdmin(options =>
            {
                if (withKeys)
                {
                    options.Key = Key;
                    foreach (var role in Enum.GetValues<OneApiAdminRole>().Where(static role => role is not OneApiAdminRole.Admin))
                    {
                        options.Keys.Add(new() { Name = role.ToString().ToLowerInvariant(), Key = KeyOf(role), Role = role });
                    }
                }

                admin?.Invoke(options);
            });
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new(app, fake, time);
        }
        catch
        {
            await app.DisposeAsync();
            await fake.DisposeAsync();
            throw;
        }
    }

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>Sends a request; a body is JSON.</summary>
    public async Task<AdminReply> SendAsync(string method, string path, string? body = null, string? key = Key, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        change?.Invoke(request);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers, response.Content.Headers);
    }

    public Task<AdminReply> SendAsync(string method, string path, string? body, OneApiAdminRole role) =>
        SendAsync(method, path, body, role is OneApiAdminRole.Admin ? Key : KeyOf(role));

    /// <summary>Makes a token over the API.</summary>
    public async Task<JsonElement> MakeTokenAsync(string body)
    {
        var reply = await SendAsync("POST", "/api/v1/token", body);
        Assert.True(reply.Status is HttpStatusCode.Created, reply.Text);
        return reply.Json;
    }

    /// <summary>Makes a call with a token's key, or as the host itself.</summary>
    public async Task<string> AskAsync(string? key, string model = "qwen-max", string group = "")
    {
        var options = new OneApiChatOptions { ModelId = model, AccessToken = key, ClientAddress = IPAddress.Loopback, Group = group.Length == 0 ? null : group };
        return (await Get<IOneApiGateway>().Chat.GetResponseAsync([new(Microsoft.Extensions.AI.ChatRole.User, "hello")], options, TestContext.Current.CancellationToken)).Text;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        await Fake.DisposeAsync();
    }
}
