using System.Collections.Concurrent;

namespace OneApi.Client.Admission;

/// <summary>Tokens as they were a moment ago, so that not every call asks the store. Short enough that a revocation elsewhere holds here within two seconds (reliability §4).</summary>
internal sealed class TokenCache(IAccessTokenStore store, TimeProvider time)
{
    private const int MaxCount = 10_000;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, Entry> _byKey = new(StringComparer.Ordinal);

    public ValueTask<AuthenticatedToken?> FindAsync(string keyId, CancellationToken cancellationToken) =>
        _byKey.TryGetValue(keyId, out var known) && time.GetElapsedTime(known.ReadAt) < Fresh ? new(known.Token) : ReadAsync(keyId, cancellationToken);

    /// <summary>Forgets a token that was changed here.</summary>
    public void Forget(StoredAccessToken token)
    {
        foreach (var key in token.Keys)
        {
            _byKey.TryRemove(key.Id, out _);
        }
    }

    private async ValueTask<AuthenticatedToken?> ReadAsync(string keyId, CancellationToken cancellationToken)
    {
        var readAt = time.GetTimestamp();
        if (await store.FindByKeyAsync(keyId, cancellationToken).ConfigureAwait(false) is not { } stored)
        {
            _byKey.TryRemove(keyId, out _);
            return null;
        }

        if (_byKey.Count >= MaxCount)
        {
            _byKey.Clear();
        }

        var same = _byKey.TryGetValue(keyId, out var known) && known.Token.Stored.Version == stored.Version && known.Token.Stored.Token.Id == stored.Token.Id;
        var token = same ? known!.Token : new AuthenticatedToken(stored);
        _byKey[keyId] = new(token, readAt);
        return token;
    }

    private sealed record Entry(AuthenticatedToken Token, long ReadAt);
}
