using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>An embedding call.</summary>
internal sealed class EmbeddingCall : Call
{
    public required IReadOnlyList<string> Inputs { get; init; }

    public EmbeddingGenerationOptions? Options { get; init; }

    /// <summary>Gets the generator that the host called, for the options' raw representation.</summary>
    public required IEmbeddingGenerator Generator { get; init; }
}
