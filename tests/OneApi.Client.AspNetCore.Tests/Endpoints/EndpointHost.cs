using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.AspNetCore.Tests.Endpoints;

/// <summary>A host on loopback that offers a gateway over HTTP, and a client of it.</summary>
internal sealed class EndpointHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EndpointHost(WebApplication app)
    {
        _app = app;
        Client = new(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) // who leaves a stream leaves at once
        { BaseAddress = new(app.Urls.First()), Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    public string Url => _app.Urls.First();

    public string Key { get; private set; } = string.Empty;

    public IServiceProvider Services => _app.Services;

    public IAccessTokens Tokens => _app.Services.GetRequiredService<IAccessTokens>();

    public Records Records => _app.Services.GetRequiredService<Records>();

    public static async Task<EndpointHost> StartAsync(Action<OneApiOptions> configure, Action<OneApiEndpointOptions>? endpoints = null, Action<IServiceCollection>? services = null, AccessTokenRequest? token = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOneApi(configure).AddAspNetCore();
        builder.Services.AddSingleton<Records>();
        builder.Services.AddSingleton<IUsageObserver>(static provider => provider.GetRequiredService<Records>());
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapOneApi(endpoints);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var host = new EndpointHost(app);
        host.Key = (await host.Tokens.CreateAsync(token ?? new() { Name = "test" }, TestContext.Current.CancellationToken)).Key;
        return host;
    }

    /// <summary>Sends; the answer's body is read by the test.</summary>
    public async Task<HttpResponseMessage> SendAsync(string path, string? body, string? key = null, Action<HttpRequestMessage>? change = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? (body is null ? HttpMethod.Get : HttpMethod.Post), path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new("application/json") } };
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? Key);
        change?.Invoke(request);
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public async Task<(HttpResponseMessage Answer, JsonElement Body)> AskAsync(string path, string? body, string? key = null, Action<HttpRequestMessage>? change = null, HttpMethod? method = null)
    {
        var answer = await SendAsync(path, body, key, change, method);
        return (answer, JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}
