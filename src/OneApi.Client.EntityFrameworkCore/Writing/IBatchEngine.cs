namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>Applies batches in one engine's way. Used by one writer, one batch at a time.</summary>
internal interface IBatchEngine : IAsyncDisposable
{
    /// <summary>Locks, reads, applies, writes and commits.</summary>
    /// <exception cref="CommitUnknownException">Nobody knows whether it was committed. Every other exception means that nothing was done.</exception>
    Task ApplyAsync(IReadOnlyList<StoreOperation> operations);

    BatchFault Judge(Exception exception);
}
