using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Connection;

/// <summary>The one connection that all stores of a process share. Made and checked at its first use; made anew by itself when it is lost.</summary>
internal sealed class RedisConnection(IOptions<RedisOptions> options, TimeProvider time, ILogger<RedisConnection> logger) : IAsyncDisposable
{
    private static readonly TimeSpan BetweenRefreshes = TimeSpan.FromMilliseconds(250);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _gate = new();
    private ConnectionMultiplexer? _multiplexer;
    private IDatabase? _database;
    private Task _refreshing = Task.CompletedTask;
    private long _refreshedAt;
    private bool _isDisposed;

    public RedisOptions Options { get; } = options.Value;

    /// <summary>Gets the database, or <see langword="null"/> as long as no connection was made and found right.</summary>
    public IDatabase? Database => Volatile.Read(ref _database);

    /// <summary>Connects, if that is still to be done.</summary>
    /// <exception cref="QuotaStoreException">Redis can't be reached; nothing was done.</exception>
    /// <exception cref="InvalidOperationException">Redis is not set up as it must be.</exception>
    public async ValueTask<IDatabase> ConnectAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_database is { } known)
            {
                return known;
            }

            var multiplexer = _multiplexer ??= await OpenAsync().ConfigureAwait(false);
            var database = multiplexer.GetDatabase();
            await new ServerCheck(Options, logger).CheckAsync(multiplexer, database).WaitAsync(cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _database, database);
            return database;
        }
        catch (Exception error) when (RedisFault.IsOne(error))
        {
            throw new QuotaStoreException(RedisFault.Describe(error), isOutcomeUnknown: false, error);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Asks the servers anew who serves what, a few times a second at most. The client itself does so only when a connection breaks.</summary>
    public void RefreshSoon(Exception reason)
    {
        if (_multiplexer is not { } multiplexer || reason is RedisServerException { Kind: RedisErrorKind.TryAgain or RedisErrorKind.Loading })
        {
            return;
        }

        lock (_gate)
        {
            if (_isDisposed || !_refreshing.IsCompleted || time.GetElapsedTime(_refreshedAt) < BetweenRefreshes)
            {
                return;
            }

            _refreshedAt = time.GetTimestamp();
            _refreshing = RefreshAsync(multiplexer);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task refreshing;
        lock (_gate)
        {
            _isDisposed = true;
            refreshing = _refreshing;
        }

        await refreshing.ConfigureAwait(false);
        if (_multiplexer is { } multiplexer)
        {
            await multiplexer.DisposeAsync().ConfigureAwait(false);
        }

        _turn.Dispose();
    }

    private async Task RefreshAsync(ConnectionMultiplexer multiplexer)
    {
        try
        {
            await multiplexer.ConfigureAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (RedisFault.IsOne(error))
        {
            Log.RefreshFailed(logger, error);
        }
    }

    private async Task<ConnectionMultiplexer> OpenAsync()
    {
        try
        {
            return await ConnectionMultiplexer.ConnectAsync(Options.ToConfiguration()).ConfigureAwait(false);
        }
        catch (RedisConnectionException error)
        {
            // The client's own message lists addresses and settings; none of them is a secret, but the cause is said better in a sentence.
            throw new QuotaStoreException("Redis could not be reached at any of its endpoints.", isOutcomeUnknown: false, error);
        }
    }
}
