using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>What has happened in one pane of a comparison: a piece of its answer, or its end.</summary>
public sealed record ComparisonUpdate
{
    /// <summary>Gets the pane: the index of its target.</summary>
    public required int Pane { get; init; }

    /// <summary>Gets whom the pane asks.</summary>
    public required ComparisonTarget Target { get; init; }

    /// <summary>Gets the piece of the answer, as a stream of the gateway's client has it; <see langword="null"/> when the pane has ended.</summary>
    public ChatResponseUpdate? Update { get; init; }

    /// <summary>Gets how the pane has ended; <see langword="null"/> before. Nothing more comes of the pane.</summary>
    public ComparisonResult? Result { get; init; }
}
