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
}
