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

    /// <summary>Counts the tokens of a prompt, for a caller who wants to know before he asks. No provider is called.</summary>
    /// <param name="messages">The messages. Enumerated once.</param>
    /// <param name="options">The options, of which instructions, tools and the schema of the answer count; <see langword="null"/> for none.</param>
    /// <param name="model">The model that is to be asked; <see langword="null"/> takes <see cref="ChatOptions.ModelId"/> of the options.</param>
    /// <returns>The tokens, at least 0.</returns>
    /// <remarks>An estimate, the same that the gateway reserves quota by: exact for texts of OpenAI's models, whose vocabulary is public; for others a third of the UTF-8 bytes, rounded up, which is more than most need. An image counts as a large one, other media by their bytes.</remarks>
    long CountTokens(IEnumerable<ChatMessage> messages, ChatOptions? options, string? model);

    /// <summary>Relays a call as it is: its bytes, with the model's name changed, go to a channel that offers the operation, and its answer comes back as the provider wrote it. Admission, quota, routes, failover and records are those of all calls.</summary>
    /// <param name="request">The call.</param>
    /// <param name="cancellationToken">The caller's cancellation. It holds until the answer is disposed.</param>
    /// <returns>The answer, whole or committed to its channel. Dispose it.</returns>
    /// <exception cref="OneApiException">The call was refused or failed on every channel that was tried.</exception>
    /// <exception cref="ArgumentException">The operation is not one of <see cref="RelayOperations"/>.</exception>
    Task<RelayedAnswer> RelayAsync(RelayRequest request, CancellationToken cancellationToken = default);
}
