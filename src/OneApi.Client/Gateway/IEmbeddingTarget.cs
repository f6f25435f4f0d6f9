using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>What answers the embedding calls of a channel.</summary>
internal interface IEmbeddingTarget
{
    Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(EmbeddingCall call, Attempt attempt);
}
