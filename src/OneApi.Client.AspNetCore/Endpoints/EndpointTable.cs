using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OneApi.Client.AspNetCore.Billing;
using OneApi.Client.AspNetCore.Dialects;
using OneApi.Client.AspNetCore.Dialects.ChatCompletions;
using OneApi.Client.AspNetCore.Dialects.Completions;
using OneApi.Client.AspNetCore.Dialects.Messages;
using OneApi.Client.AspNetCore.Dialects.Responses;
using OneApi.Client.AspNetCore.Draining;
using OneApi.Client.AspNetCore.Relays;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>Everything that the gateway answers under <c>/v1</c>.</summary>
internal sealed class EndpointTable
{
    /// <summary>What begins so is answered without <c>/v1</c> too: clients ask for it either way.</summary>
    public const string BillingRoot = "/dashboard/billing";

    private readonly ChatDialect _openAI;
    private readonly Gate _gate;

    public EndpointTable(IServiceProvider services, OneApiEndpointOptions options)
    {
        var time = services.GetRequiredService<TimeProvider>();
        var gateway = services.GetRequiredService<IOneApiGateway>();
        var tokens = services.GetRequiredService<IAccessTokens>();
        _gate = new Gate(new(new(options.KnownProxies), options.RequireAccessToken), options, services.GetService<DrainState>() ?? new DrainState(), time, services.GetRequiredService<ILogger<Gate>>(), tokens);
        _openAI = new ChatCompletionsDialect(time);
        var messages = new MessagesDialect();
        var models = new ModelsEndpoint(tokens, services.GetRequiredService<IChannelHealth>(), _gate, _openAI.WriteError);
        var billing = new BillingEndpoint(tokens, _gate, _openAI.WriteError);
        var images = new ImagesEndpoint(gateway, _gate, _openAI.WriteError);
        RequestDelegate Relay(string operation) => new RelayEndpoint(operation, gateway, _gate, _openAI.WriteError).HandleAsync;
        Routes =
        [
            ("/chat/completions", "POST", new ChatEndpoint(_openAI, gateway, _gate).HandleAsync),
            ("/completions", "POST", new ChatEndpoint(new CompletionsDialect(time), gateway, _gate).HandleAsync),
            ("/responses", "POST", new ChatEndpoint(new ResponsesDialect(time, MemoryOf(services, options, time), options.MaxBodyBytes), gateway, _gate).HandleAsync),
            ("/messages", "POST", new ChatEndpoint(messages, gateway, _gate).HandleAsync),
            ("/messages/count_tokens", "POST", new TokenCountEndpoint(messages, gateway, _gate).HandleAsync),
            ("/embeddings", "POST", new EmbeddingsEndpoint(gateway, _gate, _openAI.WriteError).HandleAsync),
            ("/images/generations", "POST", images.GenerateAsync),
            ("/images/edits", "POST", images.EditAsync),
            ("/audio/speech", "POST", Relay(RelayOperations.Speech)),
            ("/audio/transcriptions", "POST", Relay(RelayOperations.Transcriptions)),
            ("/audio/translations", "POST", Relay(RelayOperations.Translations)),
            ("/moderations", "POST", Relay(RelayOperations.Moderations)),
            ("/rerank", "POST", Relay(RelayOperations.Rerank)),
            ("/models", "GET", models.ListAsync),
            ("/models/{**model}", "GET", models.GetAsync),
            (BillingRoot + "/subscription", "GET", billing.SubscriptionAsync),
            (BillingRoot + "/usage", "GET", billing.UsageAsync),
        ];
    }

    public IReadOnlyList<(string Pattern, string Method, RequestDelegate Handler)> Routes { get; }

    /// <summary>Nodes that share a cache remember together; else each remembers its own, in bounded memory.</summary>
    private static ResponsesMemory? MemoryOf(IServiceProvider services, OneApiEndpointOptions options, TimeProvider time)
    {
        if (options.RememberItemsFor == TimeSpan.Zero)
        {
            return null;
        }

        var cache = services.GetService<IDistributedCache>() ?? new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions { SizeLimit = OneApiEndpointOptions.RememberedBytes }));
        return new(cache, options.RememberItemsFor, time, services.GetRequiredService<ILogger<ResponsesMemory>>());
    }

    /// <summary>Answers what is not in the table.</summary>
    public async Task RefuseAsync(HttpContext context, EndpointException refusal)
    {
        using var exchange = new Exchange(context, _gate.Time, _openAI.WriteError, CancellationToken.None);
        await exchange.FailAsync(refusal.Error).ConfigureAwait(false);
    }
}
