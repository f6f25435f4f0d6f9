using System.Security.Cryptography;
using System.Text.Json;
using OneApi.Client.Quotas;

namespace OneApi.Client.Admission;

/// <summary>Exports and imports of all tokens.</summary>
internal sealed class AccessTokenFile(IAccessTokenStore store, IQuotaStore quotas, AccessKeyHasher hasher, Func<IReadOnlyCollection<string>> groups, TimeProvider time)
{
    public async ValueTask WriteAsync(Stream destination, CancellationToken cancellationToken)
    {
        var entries = new List<AccessTokenBackupEntry>();
        await foreach (var stored in store.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            var standing = stored.Token.QuotaMicros is null ? null : await quotas.GetAsync(TokenAccounts.Total(stored.Token.Id), cancellationToken).ConfigureAwait(false);
            entries.Add(new(stored, standing is null ? stored.Token.QuotaMicros : Math.Max(standing.LimitMicros - standing.SettledMicros, 0)));
        }

        var backup = new AccessTokenBackup
        {
            Format = AccessTokenBackup.KnownFormat,
            Version = AccessTokenBackup.KnownVersion,
            ExportedAt = time.GetUtcNow(),
            Pepper = hasher.Fingerprint,
            Tokens = entries,
        };
        await JsonSerializer.SerializeAsync(destination, backup, AdmissionJsonContext.Default.AccessTokenBackup, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<int> ReadAsync(Stream source, CancellationToken cancellationToken)
    {
        var entries = Check(await ParseAsync(source, cancellationToken).ConfigureAwait(false));
        var added = new List<StoredAccessToken>(entries.Count);
        var errors = new List<string>();
        for (var i = 0; i < entries.Count; i++)
        {
            var stored = entries[i].Stored!;
            var known = await store.GetAsync(stored.Token.Id, cancellationToken).ConfigureAwait(false);
            if (known is null)
            {
                added.Add(stored with { Version = 1, Token = stored.Token with { QuotaMicros = stored.Token.QuotaMicros is null ? null : entries[i].LeftMicros } });
            }
            else if (!known.Keys.Select(static key => key.Hash).Intersect(stored.Keys.Select(static key => key.Hash)).Any())
            {
                errors.Add($"tokens[{i}].id: '{stored.Token.Id}' is a token with other keys here; take the entry out.");
            }
        }

        if (await ClashAsync(added, cancellationToken).ConfigureAwait(false) is { } clash)
        {
            errors.Add(clash);
        }

        ThrowIfAny(errors);
        foreach (var token in added.Where(static token => token.Token.QuotaMicros is not null))
        {
            await OpenAsync(token.Token, cancellationToken).ConfigureAwait(false);
        }

        if (added.Count > 0 && !await store.AddAsync(added, cancellationToken).ConfigureAwait(false))
        {
            throw new AccessTokenException(["tokens: one was made by somebody else at this moment; try again."]);
        }

        return added.Count;
    }

    /// <summary>An account that is there already keeps what it knows: it may have been charged since.</summary>
    private async ValueTask OpenAsync(AccessToken token, CancellationToken cancellationToken)
    {
        var account = TokenAccounts.Total(token.Id);
        if (await quotas.GetAsync(account, cancellationToken).ConfigureAwait(false) is null)
        {
            await quotas.AdjustAsync(new(TokenAccounts.OpeningOf(token.Id), account, token.QuotaMicros!.Value, "The token was imported."), cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<AccessTokenBackup> ParseAsync(Stream source, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(source, AdmissionJsonContext.Default.AccessTokenBackup, cancellationToken).ConfigureAwait(false)
                ?? throw new AccessTokenException(["file: is 'null'; use a file that an export has written."]);
        }
        catch (JsonException error)
        {
            throw new AccessTokenException([$"file: is damaged at line {error.LineNumber + 1}, {error.Path ?? "$"}; use a file that an export has written."]);
        }
    }

    private IReadOnlyList<AccessTokenBackupEntry> Check(AccessTokenBackup backup)
    {
        if (backup.Format != AccessTokenBackup.KnownFormat)
        {
            throw new AccessTokenException([$"format: is not '{AccessTokenBackup.KnownFormat}'; use a file that an export has written."]);
        }

        if (backup.Version != AccessTokenBackup.KnownVersion)
        {
            throw new AccessTokenException([$"version: is {backup.Version}; this gateway reads version {AccessTokenBackup.KnownVersion}."]);
        }

        if (backup.Pepper != hasher.Fingerprint)
        {
            throw new AccessTokenException(["pepper: is not the one of this gateway, so that no key of the file would work; set OneApi:Tokens:Pepper to the one of the export."]);
        }

        var entries = backup.Tokens ?? throw new AccessTokenException(["tokens: is missing; use a file that an export has written."]);
        var errors = new List<string>();
        var known = groups();
        for (var i = 0; i < entries.Count; i++)
        {
            CheckEntry(entries[i], $"tokens[{i}]", known, errors);
        }

        ThrowIfAny(errors);
        return entries!;
    }

    private static void CheckEntry(AccessTokenBackupEntry? entry, string path, IReadOnlyCollection<string> groups, List<string> errors)
    {
        if (entry?.Stored?.Token is not { Models: not null, IpAllowList: not null, Labels: not null, Limits: not null } token || entry.Stored.Keys is not { } keys || string.IsNullOrEmpty(token.Id))
        {
            errors.Add($"{path}: is no token; use a file that an export has written.");
            return;
        }

        if (keys.Count == 0 || keys.Any(static key => string.IsNullOrEmpty(key?.Id) || !IsHash(key.Hash)))
        {
            errors.Add($"{path}.keys: holds no key, or one that is no hash of 32 bytes in base 64; use a file that an export has written.");
        }

        var request = AccessTokenRequest.Of(token);
        foreach (var error in AccessTokenCheck.ErrorsOf(request, groups, DateTimeOffset.MinValue)) // a token that has expired is still a token
        {
            errors.Add($"{path}.{error}");
        }

        if (entry.LeftMicros is < 0 || (token.QuotaMicros is not null && entry.LeftMicros is null))
        {
            errors.Add($"{path}.left_micros: is {entry.LeftMicros?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "missing"}; use 0 or more.");
        }
    }

    private static bool IsHash(string? text)
    {
        Span<byte> hash = stackalloc byte[64];
        return text is not null && Convert.TryFromBase64String(text, hash, out var written) && written == HMACSHA256.HashSizeInBytes;
    }

    /// <summary>Two tokens that can't both be: of one name, or of one key.</summary>
    private async ValueTask<string?> ClashAsync(List<StoredAccessToken> added, CancellationToken cancellationToken)
    {
        var names = added.Select(static token => token.Token.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var keys = added.SelectMany(static token => token.Keys).Select(static key => key.Id).ToHashSet(StringComparer.Ordinal);
        if (names.Count < added.Count || keys.Count < added.Sum(static token => token.Keys.Count))
        {
            return "tokens: two of the file have the same name or the same key; rename or take out one of them.";
        }

        await foreach (var stored in store.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (names.Contains(stored.Token.Name) || stored.Keys.Any(key => keys.Contains(key.Id)))
            {
                return $"tokens: '{stored.Token.Name}' has the name or a key of one of the file; rename or take out one of them.";
            }
        }

        return null;
    }

    private static void ThrowIfAny(List<string> errors)
    {
        if (errors.Count > 0)
        {
            throw new AccessTokenException(errors);
        }
    }
}
