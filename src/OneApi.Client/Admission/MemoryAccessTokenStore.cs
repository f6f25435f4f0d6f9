using System.Runtime.CompilerServices;

namespace OneApi.Client.Admission;

/// <summary>Access tokens in this process, for tests and for hosts that make them anew at every start.</summary>
internal sealed class MemoryAccessTokenStore : IAccessTokenStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoredAccessToken> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _idByKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _idByName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _order = [];

    public ValueTask<bool> AddAsync(IReadOnlyList<StoredAccessToken> tokens, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (HaveTwins(tokens) || tokens.Any(token => _byId.ContainsKey(token.Token.Id) || !IsFreeLocked(token)))
            {
                return new(false);
            }

            foreach (var token in tokens)
            {
                PutLocked(token);
                _order.Add(token.Token.Id);
            }

            return new(true);
        }
    }

    public ValueTask<bool> ReplaceAsync(StoredAccessToken token, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_byId.TryGetValue(token.Token.Id, out var known) || known.Version != token.Version - 1 || !IsFreeLocked(token))
            {
                return new(false);
            }

            FreeLocked(known);
            PutLocked(token);
            return new(true);
        }
    }

    public ValueTask<bool> RemoveAsync(string id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_byId.Remove(id, out var known))
            {
                return new(false);
            }

            FreeLocked(known);
            _order.Remove(id);
            return new(true);
        }
    }

    public ValueTask<StoredAccessToken?> FindByKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_idByKey.TryGetValue(keyId, out var id) ? _byId[id] : null);
        }
    }

    public ValueTask<StoredAccessToken?> GetAsync(string id, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_byId.GetValueOrDefault(id));
        }
    }

    public async IAsyncEnumerable<StoredAccessToken> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StoredAccessToken[] all;
        lock (_gate)
        {
            all = [.. _order.Select(id => _byId[id])];
        }

        foreach (var token in all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return token;
        }

        await ValueTask.CompletedTask.ConfigureAwait(false);
    }

    private static bool HaveTwins(IReadOnlyList<StoredAccessToken> tokens) =>
        tokens.Count > 1
        && (tokens.DistinctBy(static token => token.Token.Id).Count() < tokens.Count
            || tokens.DistinctBy(static token => token.Token.Name, StringComparer.OrdinalIgnoreCase).Count() < tokens.Count
            || tokens.SelectMany(static token => token.Keys).DistinctBy(static key => key.Id).Count() < tokens.Sum(static token => token.Keys.Count));

    private bool IsFreeLocked(StoredAccessToken token) =>
        (!_idByName.TryGetValue(token.Token.Name, out var owner) || owner == token.Token.Id)
        && token.Keys.All(key => !_idByKey.TryGetValue(key.Id, out var holder) || holder == token.Token.Id);

    private void FreeLocked(StoredAccessToken token)
    {
        _idByName.Remove(token.Token.Name);
        foreach (var key in token.Keys)
        {
            _idByKey.Remove(key.Id);
        }
    }

    private void PutLocked(StoredAccessToken token)
    {
        _byId[token.Token.Id] = token;
        _idByName[token.Token.Name] = token.Token.Id;
        foreach (var key in token.Keys)
        {
            _idByKey[key.Id] = token.Token.Id;
        }
    }
}
