using OneApi.Client.EntityFrameworkCore.Writing;

namespace OneApi.Client.EntityFrameworkCore.Quotas;

/// <summary>Ends holds that are over, a bounded number at a time, and forgets reservations that ended long ago.</summary>
internal sealed class ReapOperation(int count, TimeSpan rememberEnded, CancellationToken cancellationToken) : StoreOperation<ReapOperation.Answer>(cancellationToken)
{
    public override void Name(BatchNames names) => names.Reaped = Math.Max(names.Reaped, count);

    protected override Answer Run(BatchState state)
    {
        state.ForgetBefore = state.Now - rememberEnded.Ticks;
        return new(state.Reap(count), state);
    }

    internal readonly record struct Answer(int Ended, BatchState State);
}
