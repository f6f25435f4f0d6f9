using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using OneApi.Client.Quotas;

namespace OneApi.Client.Admission;

/// <summary>The tokens' own service: checks requests, makes keys, keeps hashes, opens accounts.</summary>
internal sealed partial class AccessTokens(IAccessTokenStore store, IQuotaStore quotas, AccessKeyHasher hasher, string brand, Func<IReadOnlyCollection<string>> groups, TimeProvider time) : IAccessTokens
{
    /// <summary>How often a change is tried again that met another one.</summary>
    private const int Tries = 5;

    private static readonly TimeSpan TakeBackLimit = TimeSpan.FromSeconds(5);
    private readonly TokenCache _cache = new(store, time);
    private readonly AccessTokenFile _file = new(store, quotas, hasher, groups, time);

    public async ValueTask<AccessTokenGrant> CreateAsync(AccessTokenRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = time.GetUtcNow();
        Check(request, now);
        var (id, text) = request.ImportedKey is { } imported ? (ImportedKey.IdOf(hasher.Hash(imported)), imported) : Made();
        var token = Fill(new() { Id = id, Name = request.Name, Group = request.Group, CreatedAt = now }, request, now);

        // The token first: whoever has the name opens the account, so that a name that is taken leaves no account behind.
        var stored = new StoredAccessToken(token, [KeyOf(id, text)], 1);
        if (!await store.AddAsync([stored], cancellationToken).ConfigureAwait(false))
        {
            throw new AccessTokenException([
                request.ImportedKey is not null && await store.GetAsync(id, cancellationToken).ConfigureAwait(false) is not null
                    ? "key: is the key of another token; use one of its own."
                    : $"name: '{request.Name}' is the name of another token; use one of its own.",
            ]);
        }

        if (token.QuotaMicros is { } quota)
        {
            await OpenOrTakeBackAsync(stored, quota, now, cancellationToken).ConfigureAwait(false);
        }

        return new(text, token);
    }

    public async ValueTask<AccessToken?> GetAsync(string id, CancellationToken cancellationToken = default) =>
        (await store.GetAsync(id, cancellationToken).ConfigureAwait(false))?.Token;

    public async IAsyncEnumerable<AccessToken> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var stored in store.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return stored.Token;
        }
    }

    public ValueTask<AccessToken?> UpdateAsync(string id, AccessTokenRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Check(request, time.GetUtcNow());
        return ChangeAsync(id, _ => request, cancellationToken);
    }

    public async ValueTask<AccessToken?> ChangeAsync(string id, Func<AccessToken, AccessTokenRequest> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        var now = time.GetUtcNow();
        var moved = 0L;
        var isRefused = false;
        try
        {
            var after = await ReplaceAsync(
                id,
                async stored =>
                {
                    isRefused = true; // until the caller has said what he wants
                    var request = change(stored.Token);
                    Check(request, now);
                    isRefused = false;
                    moved += await AdjustQuotaAsync(id, request.QuotaMicros, cancellationToken).ConfigureAwait(false);
                    return stored with { Token = Fill(stored.Token, request, now) };
                },
                cancellationToken).ConfigureAwait(false);
            return after?.Token;
        }
        catch (Exception error) when (moved != 0 && (isRefused || error is AccessTokenException))
        {
            await FollowTokenAsync(id, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask<AccessTokenGrant?> RotateAsync(string id, TimeSpan overlap, CancellationToken cancellationToken = default) => RotateIfAsync(id, overlap, static _ => { }, cancellationToken);

    public async ValueTask<AccessTokenGrant?> RotateIfAsync(string id, TimeSpan overlap, Action<AccessToken> check, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(check);
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overlap, AccessTokenCheck.LongestLife);
        var (keyId, text) = Made();
        var now = time.GetUtcNow();
        var end = now + overlap;
        var after = await ReplaceAsync(
            id,
            check,
            stored => stored with
            {
                Keys = [KeyOf(keyId, text), .. stored.Keys.Where(old => old.ValidUntil is null || old.ValidUntil > now).Select(old => old with { ValidUntil = old.ValidUntil < end ? old.ValidUntil : end })],
            },
            cancellationToken).ConfigureAwait(false);
        return after is null ? null : new(text, after.Token);
    }

    public ValueTask<bool> RevokeAsync(string id, CancellationToken cancellationToken = default) => RevokeIfAsync(id, static _ => { }, cancellationToken);

    public async ValueTask<bool> RevokeIfAsync(string id, Action<AccessToken> check, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(check);
        var now = time.GetUtcNow();
        return await ReplaceAsync(id, check, stored => stored with { Token = stored.Token with { RevokedAt = stored.Token.RevokedAt ?? now } }, cancellationToken).ConfigureAwait(false) is not null;
    }

    public ValueTask ExportAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return _file.WriteAsync(destination, cancellationToken);
    }

    public ValueTask<int> ImportAsync(Stream source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return _file.ReadAsync(source, cancellationToken);
    }

    public async ValueTask<AccessToken> AuthenticateAsync(string key, System.Net.IPAddress? address, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return (await TokenDoor.EnterAsync(this, key, address, cancellationToken).ConfigureAwait(false)).Token;
    }

    /// <summary>Finds the active token of a key, or says with a stable code why there is none.</summary>
    public async ValueTask<(AuthenticatedToken? Token, string? Code)> AuthenticateAsync(string? text, CancellationToken cancellationToken)
    {
        if (IdOf(text) is not { } id
            || await _cache.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } found
            || found.KeyOf(id) is not { } own
            || !hasher.Matches(text!, own.Hash))
        {
            return (null, "invalid_api_key");
        }

        var now = time.GetUtcNow();
        if (found.Token.RevokedAt <= now)
        {
            return (null, "invalid_api_key");
        }

        return own.ValidUntil <= now || found.Token.ExpiresAt <= now ? (null, "token_expired") : (found, null);
    }

    private string? IdOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (AccessKey.TryParse(text, brand, out var key))
        {
            return key.Id;
        }

        return ImportedKey.HasShape(text) ? ImportedKey.IdOf(hasher.Hash(text)) : null;
    }

    private void Check(AccessTokenRequest request, DateTimeOffset now)
    {
        if (AccessTokenCheck.ErrorsOf(request, groups(), now) is { Count: > 0 } errors)
        {
            throw new AccessTokenException(errors);
        }
    }

    private static AccessToken Fill(AccessToken token, AccessTokenRequest request, DateTimeOffset now) => token with
    {
        Name = request.Name,
        Group = request.Group,
        Owner = string.IsNullOrWhiteSpace(request.Owner) ? null : request.Owner,
        Models = [.. request.Models],
        IpAllowList = [.. request.IpAllowList],
        ExpiresAt = request.ExpiresIn is { } life ? now + life : request.ExpiresAt,
        QuotaMicros = request.QuotaMicros,
        DailyQuotaMicros = request.DailyQuotaMicros,
        MonthlyQuotaMicros = request.MonthlyQuotaMicros,
        TimeZone = request.TimeZone,
        Limits = request.Limits,
        Labels = request.Labels.ToFrozenDictionary(StringComparer.Ordinal),
    };

    private ValueTask<StoredAccessToken?> ReplaceAsync(string id, Action<AccessToken> check, Func<StoredAccessToken, StoredAccessToken> change, CancellationToken cancellationToken) => ReplaceAsync(
        id,
        stored =>
        {
            check(stored.Token);
            return new(change(stored));
        },
        cancellationToken);

    private async ValueTask<StoredAccessToken?> ReplaceAsync(string id, Func<StoredAccessToken, ValueTask<StoredAccessToken>> change, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (await store.GetAsync(id, cancellationToken).ConfigureAwait(false) is not { } stored)
            {
                return null;
            }

            var changed = await change(stored).ConfigureAwait(false) with { Version = stored.Version + 1 };
            if (await store.ReplaceAsync(changed, cancellationToken).ConfigureAwait(false))
            {
                _cache.Forget(stored);
                return changed;
            }
        }

        throw new AccessTokenException(["name: belongs to another token, or the token is being changed by others all the time; try again."]);
    }

    private (string Id, string Text) Made()
    {
        var key = AccessKey.Create(brand);
        return (key.Id, key.Text);
    }

    private StoredAccessKey KeyOf(string id, string text) => new(id, Convert.ToBase64String(hasher.Hash(text)), ValidUntil: null);
}
