using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using OneApi.Client.Relays;
using OneApi.Client.TokenCounting;

namespace OneApi.Client.Gateway;

/// <summary>The clients as the gateway made them.</summary>
internal sealed class OneApiGateway(GatewayChatClient chat, GatewayEmbeddingGenerator embeddings, GatewayImageGenerator images, GatewayRelay relay) : IOneApiGateway
{
    public IChatClient Chat => chat;

    public IEmbeddingGenerator<string, Embedding<float>> Embeddings => embeddings;

    [Experimental("ONEAPI001")]
    public IImageGenerator Images => images;

    public long CountTokens(IEnumerable<ChatMessage> messages, ChatOptions? options, string? model)
    {
        ArgumentNullException.ThrowIfNull(messages);

        return ContentTokens.OfPrompt(messages as IReadOnlyList<ChatMessage> ?? [.. messages], options, model ?? options?.ModelId ?? string.Empty);
    }

    public Task<RelayedAnswer> RelayAsync(RelayRequest request, CancellationToken cancellationToken = default) => relay.RelayAsync(request, cancellationToken);
}
