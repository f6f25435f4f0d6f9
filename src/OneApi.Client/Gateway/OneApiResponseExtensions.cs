using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using OneApi.Client.Gateway;

namespace OneApi.Client;

/// <summary>What the gateway knows of an answer besides what the provider said.</summary>
public static class OneApiResponseExtensions
{
    internal const string WireBytesKey = "oneapi.wire_bytes";

    /// <summary>Gets how the call was served.</summary>
    /// <param name="response">A response of the gateway's client.</param>
    /// <returns>The trace, or <see langword="null"/> when the response did not come straight from the gateway.</returns>
    public static OneApiTrace? GetOneApiTrace(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response is TracedChatResponse traced ? new(traced.Record) : null;
    }

    /// <summary>Gets how the call was served.</summary>
    /// <param name="update">The last update of a stream.</param>
    /// <returns>The trace, or <see langword="null"/> on all other updates.</returns>
    public static OneApiTrace? GetOneApiTrace(this ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return update is TracedChatResponseUpdate traced ? new(traced.Record) : null;
    }

    /// <summary>Gets the settings and contents that the provider could not honour.</summary>
    /// <param name="response">A response of the gateway's client.</param>
    /// <returns>The warnings; empty when there are none.</returns>
    public static IReadOnlyList<OneApiWarning> GetOneApiWarnings(this ChatResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response is TracedChatResponse traced ? traced.Warnings : [];
    }

    /// <summary>Gets the settings and contents that the provider could not honour.</summary>
    /// <param name="update">The last update of a stream.</param>
    /// <returns>The warnings; empty when there are none, and on all other updates.</returns>
    public static IReadOnlyList<OneApiWarning> GetOneApiWarnings(this ChatResponseUpdate update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return update is TracedChatResponseUpdate traced ? traced.Warnings : [];
    }

    /// <summary>Gets the answer as the provider wrote it, where a request of the caller's own wire was passed on (<see cref="OneApiEmbeddingOptions.WireRequest"/>).</summary>
    /// <param name="embeddings">An answer of the gateway's generator.</param>
    /// <returns>The bytes: the vectors are in them only, and the list is empty. <see langword="null"/> when the request was translated, so that the list holds the vectors.</returns>
    public static WireBytes? GetOneApiWireBytes(this GeneratedEmbeddings<Embedding<float>> embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        return embeddings.AdditionalProperties?.GetValueOrDefault(WireBytesKey) as WireBytes;
    }

    /// <summary>Gets how the call was served.</summary>
    /// <param name="response">A response of the gateway's image generator.</param>
    /// <returns>The trace, or <see langword="null"/> when the response did not come straight from the gateway.</returns>
    [Experimental("ONEAPI001")]
    public static OneApiTrace? GetOneApiTrace(this ImageGenerationResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response is TracedImageGenerationResponse traced ? new(traced.Record) : null;
    }

    /// <summary>Gets the settings and contents that the provider could not honour.</summary>
    /// <param name="response">A response of the gateway's image generator.</param>
    /// <returns>The warnings; empty when there are none.</returns>
    [Experimental("ONEAPI001")]
    public static IReadOnlyList<OneApiWarning> GetOneApiWarnings(this ImageGenerationResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return response is TracedImageGenerationResponse traced ? traced.Warnings : [];
    }
}
