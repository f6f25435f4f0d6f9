namespace OneApi.Client;

/// <summary>Tells of calls when they have ended, to whoever listens at this moment, such as a live page. Thread-safe, a singleton.</summary>
/// <remarks>For what must not miss a call register an <see cref="IUsageObserver"/> or read the <see cref="IUsageLedger"/>. Only calls of this process are told.</remarks>
public interface IUsageFeed
{
    /// <summary>Begins to listen.</summary>
    /// <param name="listener">Told of each call, in its way: it must return at once. What it throws is logged and harms nobody.</param>
    /// <returns>Ends the listening when it is disposed; a call that ends at that moment may still be told.</returns>
    IDisposable Listen(Action<UsageRecord> listener);
}
