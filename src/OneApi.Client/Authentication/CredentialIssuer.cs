using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.Authentication;

/// <summary>
/// Gives out tokens that providers issue: one exchange at a time for each key, however many callers wait for it; a token that nears
/// its end is renewed in the background while it still serves.
/// </summary>
internal sealed class CredentialIssuer(ICredentialCache shared, TimeProvider time, ILogger<CredentialIssuer> logger) : IAsyncDisposable, IDisposable
{
    /// <summary>Of a token's life, this last part is spent renewing it, five minutes at most.</summary>
    private const double RenewalShare = 0.2;
    private static readonly TimeSpan LongestRenewal = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ExchangeLimit = TimeSpan.FromSeconds(30);
    private readonly TolerantCredentialCache _cache = new(shared, logger);
    private readonly ConcurrentDictionary<string, Lazy<Task<IssuedCredential>>> _exchanges = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Gets a token that is good now.</summary>
    /// <param name="key">What it is issued for.</param>
    /// <param name="exchange">Asks the provider. It belongs to all who wait, so no caller's cancellation reaches it.</param>
    /// <param name="cancellationToken">Ends this caller's wait, and nothing else.</param>
    public async ValueTask<IssuedCredential> GetAsync(string key, Func<CancellationToken, Task<IssuedCredential>> exchange, CancellationToken cancellationToken)
    {
        var known = await _cache.GetAsync(key, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        if (known is null || now >= known.ExpiresAt || IsOfTheFuture(known, now))
        {
            return await ExchangeOnce(key, exchange).WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (now >= RenewalOf(known))
        {
            _ = RenewAsync(key, exchange); // observed inside; whoever asks meanwhile is served with the old one
        }

        return known;
    }

    /// <summary>Forgets a token that the provider has refused before its time. Callers that were refused together cause one exchange.</summary>
    public ValueTask RefuseAsync(string key, IssuedCredential refused, CancellationToken cancellationToken) => _cache.RemoveAsync(key, refused, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var running in _exchanges.Values)
        {
            await ((Task)running.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stop.Dispose();
    }

    /// <summary>Where nobody can wait, exchanges that still run are only told to stop.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    /// <summary>A clock was set back: nobody knows how long the token still serves. Nodes that share a cache may differ a little.</summary>
    private static bool IsOfTheFuture(IssuedCredential credential, DateTimeOffset now) => now < credential.IssuedAt - ClockSkew;

    private static DateTimeOffset RenewalOf(IssuedCredential credential)
    {
        if (credential.RenewAt is { } stated)
        {
            return stated;
        }

        var ahead = (credential.ExpiresAt - credential.IssuedAt) * RenewalShare;
        return credential.ExpiresAt - (ahead < LongestRenewal ? ahead : LongestRenewal);
    }

    private async Task RenewAsync(string key, Func<CancellationToken, Task<IssuedCredential>> exchange)
    {
        try
        {
            await ExchangeOnce(key, exchange).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a background renewal: the token at hand still serves, and the next caller tries again
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.RenewalFailed(logger, error);
        }
    }

    /// <summary>The exchange that runs for the key, or a new one. Its own end takes it out, so that a failed one is tried again.</summary>
    private Task<IssuedCredential> ExchangeOnce(string key, Func<CancellationToken, Task<IssuedCredential>> exchange) =>
        _exchanges.GetOrAdd(key, static (name, args) => new(() => args.Issuer.ExchangeAsync(name, args.Exchange)), (Issuer: this, Exchange: exchange)).Value;

    private async Task<IssuedCredential> ExchangeAsync(string key, Func<CancellationToken, Task<IssuedCredential>> exchange)
    {
        await Task.Yield(); // the entry must stand in the table before it can be taken out
        try
        {
            using var limit = new CancellationTokenSource(ExchangeLimit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);

            // Another caller may have ended an exchange between our look and our turn.
            if (await _cache.GetAsync(key, either.Token).ConfigureAwait(false) is { } fresh && time.GetUtcNow() is var now && now < RenewalOf(fresh) && !IsOfTheFuture(fresh, now))
            {
                return fresh;
            }

            var issued = await exchange(either.Token).ConfigureAwait(false);
            await _cache.SetAsync(key, issued, either.Token).ConfigureAwait(false);
            return issued;
        }
        finally
        {
            _exchanges.TryRemove(key, out _);
        }
    }
}
