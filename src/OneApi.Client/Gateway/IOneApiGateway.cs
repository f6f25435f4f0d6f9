using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>The gateway itself, for whoever offers it on over a wire of his own: without the decorators that an application puts around its clients. Thread-safe.</summary>
/// <remarks>A stream's first update comes once the call is committed to a channel: until then failures move on unseen, and nothing need be promised to anybody.</remarks>
public interface IOneApiGateway
{
    /// <summary>Gets the client for chat.</summary>
    IChatClient Chat { get; }

    /// <summary>Gets the generator of embeddings.</summary>
    IEmbeddingGenerator<string, Embedding<float>> Embeddings { get; }

    /// <summary>Gets the generator of images.</summary>
    [Experimental("ONEAPI001")]
    IImageGenerator Images { get; }

    /// <summary>Relays a call as it is: its bytes, with the model's name changed, go to a channel that offers the operation, and its answer comes back as the provider wrote it. Admission, quota, routes, failover and records are those of all calls.</summary>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">The caller's cancellation. It holds until the answer is disposed.</param>
    /// <returns>The answer, whole or committed to its channel. Dispose it.</returns>
    /// <exception cref="OneApiException">The call was refused or failed on every channel that was tried.</exception>
    /// <exception cref="ArgumentException">The operation is not one of <see cref="RelayOperations"/>.</exception>
    Task<RelayedAnswer> RelayAsync(RelayRequest request, CancellationToken cancellationToken = default);
}
