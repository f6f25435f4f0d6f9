namespace OneApi.Client;

/// <summary>Counts what callers ask at once and in a minute: a sliding window of requests and of tokens, and running calls.</summary>
/// <remarks>
/// Thread-safe. In any 60 seconds no scope takes more than its limit and what fits into one part of the window (a second). Running calls are
/// holds that end by the store's own clock, so that a crash gives them back. A store that can't be reached throws: the call is then refused, and
/// a channel with limits is passed over.
/// </remarks>
public interface IRateLimitStore
{
    /// <summary>Takes one request and an estimate of its tokens from every scope, or from none. Each scope is asked for concurrency first, then requests, then tokens.</summary>
    /// <param name="permit">The call, its scopes and its estimate.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it may go on, else which limit refuses and for how long; with the standing of the scope that is nearest to its limit.</returns>
    ValueTask<RateLimitResult> AcquireAsync(RateLimitPermit permit, CancellationToken cancellationToken);

    /// <summary>Ends a running call and puts its real tokens in the place of the estimate. Repeating it changes nothing.</summary>
    /// <param name="permit">The permit that was acquired.</param>
    /// <param name="actualTokens">What it really used, 0 or more.</param>
    /// <param name="countsRequest"><see langword="false"/> gives the request back too: a later step of admission refused it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when it is done.</returns>
    ValueTask ReleaseAsync(RateLimitPermit permit, long actualTokens, bool countsRequest, CancellationToken cancellationToken);
}
