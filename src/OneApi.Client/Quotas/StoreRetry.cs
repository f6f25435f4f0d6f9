namespace OneApi.Client.Quotas;

/// <summary>Repeats an operation of a store with the same id when its outcome is unknown or the store could not be reached, for a short while (reliability §1.2).</summary>
internal sealed class StoreRetry(TimeProvider time)
{
    private const int Tries = 3;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public ValueTask<QuotaResult> RunAsync<TState>(Func<TState, CancellationToken, ValueTask<QuotaResult>> operation, TState state)
    {
        // A store in this process answers at once: no state machine, no timer.
        ValueTask<QuotaResult> first;
        try
        {
            first = operation(state, CancellationToken.None);
        }
        catch (QuotaStoreException error)
        {
            first = ValueTask.FromException<QuotaResult>(error);
        }

        return first.IsCompletedSuccessfully ? first : GoOnAsync(first, operation, state);
    }

    private async ValueTask<QuotaResult> GoOnAsync<TState>(ValueTask<QuotaResult> first, Func<TState, CancellationToken, ValueTask<QuotaResult>> operation, TState state)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        for (var i = 1; ; i++)
        {
            try
            {
                return await (i == 1 ? first.AsTask().WaitAsync(limit.Token).ConfigureAwait(false) : operation(state, limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false));
            }
            catch (QuotaStoreException) when (i < Tries && !limit.IsCancellationRequested)
            {
                await Task.Delay(FirstWait * i, time, CancellationToken.None).ConfigureAwait(false);
            }
            catch (OperationCanceledException late) when (limit.IsCancellationRequested)
            {
                throw new QuotaStoreException("The store did not answer in time.", isOutcomeUnknown: true, late);
            }
        }
    }
}
