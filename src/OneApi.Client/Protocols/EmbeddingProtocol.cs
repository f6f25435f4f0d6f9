using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>How a wire writes and reads embeddings. Errors are read by the wire's <see cref="ChatProtocol"/>.</summary>
internal abstract class EmbeddingProtocol
{
    /// <summary>The address of an embedding call.</summary>
    public abstract string GetUrl(ProviderEndpoint endpoint, string model);

    /// <summary>Writes the request body.</summary>
    public abstract void Write(Utf8JsonWriter writer, EmbeddingRequest request);

    /// <summary>How many texts a call may hold, where a refusal says so; null where it says nothing of the kind.</summary>
    public virtual int? LimitIn(OneApiException refusal) => null;

    /// <summary>Reads the answer; vectors in the order of the inputs.</summary>
    /// <exception cref="OneApiException">The body says error, or does not hold one vector per input.</exception>
    public abstract GeneratedEmbeddings<Embedding<float>> Read(ReadOnlySpan<byte> body, EmbeddingRequest request);
}
