using System.Buffers;
using System.ClientModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneApi.Client.AspNetCore.Dialects;
using OneApi.Client.AspNetCore.Dialects.Responses;
using OneApi.Client.AspNetCore.Endpoints;
using OneApi.Client.Testing;
using OpenAI.Responses;

#pragma warning disable OPENAI001 // the SDK's responses client is the one that users have

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>The dialect on loopback in front of a client, with nothing else of the endpoint; and OpenAI's own SDK that calls it.</summary>
internal sealed class ResponsesServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ChatDialect _dialect = new ResponsesDialect(TimeProvider.System);
    private readonly IChatClient _client;
    private readonly ServiceProvider? _services;

    private ResponsesServer(WebApplication app, IChatClient client, ServiceProvider? services)
    {
        _app = app;
        _client = client;
        _services = services;
        Sdk = null!;
    }

    public ResponsesClient Sdk { get; private set; }

    /// <summary>Starts in front of a gateway with one channel.</summary>
    public static Task<ResponsesServer> StartAsync(string provider, FakeProvider fake)
    {
        var values = new Dictionary<string, string?>
        {
            ["OneApi:Channels:0:Name"] = "one",
            ["OneApi:Channels:0:Provider"] = provider,
            ["OneApi:Channels:0:ApiKey"] = fake.ApiKey,
            ["OneApi:Channels:0:BaseUrl"] = fake.Url,
            ["OneApi:Channels:0:Models:0"] = Model(provider),
        };
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOneApi(new ConfigurationBuilder().Add(new MemoryConfigurationSource { InitialData = values }).Build());
        var built = services.BuildServiceProvider();
        return StartAsync(built.GetRequiredService<IChatClient>(), built);
    }

    public static async Task<ResponsesServer> StartAsync(IChatClient client, ServiceProvider? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ResponsesServer(app, client, services);
        app.MapPost("/v1/responses", (RequestDelegate)server.ServeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        server.Sdk = new(new ApiKeyCredential("sk-test"), new ResponsesClientOptions { Endpoint = new(app.Urls.First() + "/v1"), RetryPolicy = new System.ClientModel.Primitives.ClientRetryPolicy(0) });
        return server;
    }

    public static string Model(string provider) => provider switch { "anthropic" => "claude-sonnet-4-5", "gemini" => "gemini-2.5-flash", _ => "gpt-4o" };

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }
    }

    private async Task ServeAsync(HttpContext context)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var chat = _dialect.Read(body.ToArray());
            context.Response.ContentType = chat.Streaming ? "text/event-stream" : "application/json";
            if (chat.Streaming)
            {
                await StreamAsync(context, chat);
                return;
            }

            _dialect.WriteAnswer(output, await _client.GetResponseAsync(chat.Messages, chat.Options, context.RequestAborted), chat);
        }
        catch (Exception error) when (error is EndpointException or OneApiException)
        {
            var refused = EndpointErrors.Of(error);
            context.Response.StatusCode = refused.Status;
            output.Clear();
            _dialect.WriteError(output, refused, "req_1");
        }

        await context.Response.BodyWriter.WriteAsync(output.WrittenMemory, context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context, ChatBody chat)
    {
        var writer = _dialect.CreateEventWriter(chat);
        try
        {
            await foreach (var update in _client.GetStreamingResponseAsync(chat.Messages, chat.Options, context.RequestAborted))
            {
                writer.Write(context.Response.BodyWriter, update);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            }

            writer.Complete(context.Response.BodyWriter);
        }
        catch (OneApiException error)
        {
            writer.Fail(context.Response.BodyWriter, EndpointErrors.Of(error), "req_1");
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
