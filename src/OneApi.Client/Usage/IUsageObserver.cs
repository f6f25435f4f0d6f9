namespace OneApi.Client;

/// <summary>Is told of every call when it has ended. Register any number in the service container.</summary>
public interface IUsageObserver
{
    /// <summary>Called once for each call, before its answer (or the end of its stream) reaches the caller.</summary>
    /// <param name="record">What the call used.</param>
    /// <param name="cancellationToken">Ends after the gateway's own short limit; the caller's cancellation does not reach here.</param>
    /// <returns>A task that ends when the observer is done. What it throws is logged and harms nobody.</returns>
    ValueTask OnCompletedAsync(UsageRecord record, CancellationToken cancellationToken);
}
