namespace OneApi.Client.Relays;

/// <summary>Where a server takes a relayed operation: the path behind its base.</summary>
/// <param name="Operation">One of <see cref="RelayOperations"/>.</param>
/// <param name="Path">The path.</param>
/// <param name="InsteadOf">The end of the base address whose place the path takes (Cohere's rerank is no part of its compatible wire), or null.</param>
internal sealed record RelayRoute(string Operation, string Path, string? InsteadOf = null);
