using OneApi.Client.EntityFrameworkCore.Writing;

namespace OneApi.Client.EntityFrameworkCore.Usage;

/// <summary>Appends records that were not settled through the quota store.</summary>
internal sealed class AppendOperation(IReadOnlyList<LedgerEntry> entries, CancellationToken cancellationToken) : StoreOperation<int>(cancellationToken)
{
    public override int Weight => entries.Count;

    public override void Name(BatchNames names)
    {
        foreach (var entry in entries)
        {
            names.Calls.Add(entry.Row.CallId);
        }
    }

    protected override int Run(BatchState state) => entries.Count(state.TryAppend);
}
