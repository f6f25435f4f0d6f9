using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using OneApi.Client.Gateway;

namespace OneApi.Client;

/// <summary>What the gateway knows of an answer besides what the provider said.</summary>
public static class OneApiResponseExtensions
{
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
