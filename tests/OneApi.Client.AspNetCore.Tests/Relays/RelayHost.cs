using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OneApi.Client.AspNetCore.Draining;
using OneApi.Client.AspNetCore.Endpoints;
using OneApi.Client.AspNetCore.Relays;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Relays;

/// <summary>The endpoints of this room on loopback, in front of one channel to a fake.</summary>
internal sealed class RelayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RelayHost(WebApplication app, FakeProvider fake)
    {
        (_app, Fake) = (app, fake);
        Client = new() { BaseAddress = new Uri(app.Urls.First()) };
    }

    public static CancellationToken Bound => TestContext.Current.CancellationToken;

    public FakeProvider Fake { get; }

    public HttpClient Client { get; }

    public static async Task<RelayHost> StartAsync(FakeProvider? fake = null, string provider = "openai-compatible", Action<OneApiOptions>? configure = null, OneApiEndpointOptions? endpoints = null)
    {
        fake ??= FakeOpenAICompatible.Start("openai-compatible");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOneApi(options =>
        {
            options.Channels.Add(new() { Name = "one", Provider = provider, ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = { "*" }, ModelMap = { ["m"] = "wire-m" } });
            options.Failover.SameChannelRetries = 0;
            configure?.Invoke(options);
        });
        var app = builder.Build();
        Map(app, endpoints ?? new());
        await app.StartAsync(Bound);
        return new(app, fake);
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json) => PostAsync(path, new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));

    public async Task<HttpResponseMessage> PostAsync(string path, HttpContent content, HttpCompletionOption until = HttpCompletionOption.ResponseContentRead)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        return await Client.SendAsync(request, until, Bound);
    }

    /// <summary>The error object of a refusal.</summary>
    public async Task<(int Status, string? Code, string? Param)> RefusedAsync(string path, HttpContent content)
    {
        using var response = await PostAsync(path, content);
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Bound));
        var error = document.RootElement.GetProperty("error");
        return ((int)response.StatusCode, error.GetProperty("code").GetString(), error.GetProperty("param").GetString());
    }

    public Task<(int Status, string? Code, string? Param)> RefusedAsync(string path, string json) => RefusedAsync(path, new StringContent(json, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        await Fake.DisposeAsync();
    }

    private static void Map(WebApplication app, OneApiEndpointOptions options)
    {
        var gate = new Gate(new CallerReader(new KnownProxies([]), requiresKey: false), options, new DrainState(), TimeProvider.System, NullLogger<Gate>.Instance);
        var gateway = app.Services.GetRequiredService<IOneApiGateway>();
        Action<IBufferWriter<byte>, EndpointError, string> error = WriteError;
        foreach (var (path, operation) in new[]
        {
            ("/v1/audio/speech", RelayOperations.Speech), ("/v1/audio/transcriptions", RelayOperations.Transcriptions), ("/v1/audio/translations", RelayOperations.Translations),
            ("/v1/moderations", RelayOperations.Moderations), ("/v1/rerank", RelayOperations.Rerank),
        })
        {
            app.MapPost(path, (RequestDelegate)new RelayEndpoint(operation, gateway, gate, error).HandleAsync);
        }

        var images = new ImagesEndpoint(gateway, gate, error);
        app.MapPost("/v1/embeddings", (RequestDelegate)new EmbeddingsEndpoint(gateway, gate, error).HandleAsync);
        app.MapPost("/v1/images/generations", (RequestDelegate)images.GenerateAsync);
        app.MapPost("/v1/images/edits", (RequestDelegate)images.EditAsync);
    }

    private static void WriteError(IBufferWriter<byte> output, EndpointError error, string requestId)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("message", error.Message);
        writer.WriteString("type", error.Type);
        writer.WriteString("param", error.Param);
        writer.WriteString("code", error.Code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
