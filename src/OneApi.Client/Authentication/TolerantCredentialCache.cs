using Microsoft.Extensions.Logging;

namespace OneApi.Client.Authentication;

/// <summary>A cache that the host shares between nodes, backed by this process: while it fails, tokens are kept here, and calls go on.</summary>
internal sealed class TolerantCredentialCache(ICredentialCache shared, ILogger logger)
{
    private readonly MemoryCredentialCache _own = new();

    public async ValueTask<IssuedCredential?> GetAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await shared.GetAsync(key, cancellationToken).ConfigureAwait(false) ?? await _own.GetAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsTheCaches(error, cancellationToken))
        {
            Log.CacheFailed(logger, error);
            return await _own.GetAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask SetAsync(string key, IssuedCredential credential, CancellationToken cancellationToken)
    {
        try
        {
            await shared.SetAsync(key, credential, cancellationToken).ConfigureAwait(false);
            await _own.DropAsync(key).ConfigureAwait(false);
        }
        catch (Exception error) when (IsTheCaches(error, cancellationToken))
        {
            Log.CacheFailed(logger, error);
            await _own.SetAsync(key, credential, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask RemoveAsync(string key, IssuedCredential refused, CancellationToken cancellationToken)
    {
        await _own.RemoveAsync(key, refused, cancellationToken).ConfigureAwait(false);
        try
        {
            await shared.RemoveAsync(key, refused, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsTheCaches(error, cancellationToken))
        {
            Log.CacheFailed(logger, error); // it will be refused once more, and replaced
        }
    }

    /// <summary>A store of somebody else's may throw anything; only the caller's own cancellation is not its fault.</summary>
    private static bool IsTheCaches(Exception error, CancellationToken cancellationToken) => error is not OperationCanceledException || !cancellationToken.IsCancellationRequested;
}
