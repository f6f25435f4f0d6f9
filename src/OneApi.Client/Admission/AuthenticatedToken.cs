using OneApi.Client.Quotas;

namespace OneApi.Client.Admission;

/// <summary>A token that a key was found to belong to, with what every call needs of it worked out once. Thread-safe.</summary>
internal sealed class AuthenticatedToken(StoredAccessToken stored)
{
    private readonly Key[] _keys = [.. stored.Keys.Select(static key => new Key(key.Id, Convert.FromBase64String(key.Hash), key.ValidUntil))];
    private Budget? _budget;

    public StoredAccessToken Stored { get; } = stored;

    public AccessToken Token { get; } = stored.Token;

    public AddressList Addresses { get; } = AddressList.Of(stored.Token.IpAllowList);

    /// <summary>The hash of one of its keys and until when that works, or null when the id is none of theirs.</summary>
    public (byte[] Hash, DateTimeOffset? ValidUntil)? KeyOf(string id)
    {
        foreach (var key in _keys)
        {
            if (key.Id == id)
            {
                return (key.Hash, key.ValidUntil);
            }
        }

        return null;
    }

    /// <summary>The accounts that a call which begins now is charged to. A day or a month can only begin with a minute.</summary>
    public IReadOnlyList<QuotaAccount> AccountsAt(DateTimeOffset now)
    {
        var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        if (_budget is { } known && known.Minute == minute)
        {
            return known.Accounts;
        }

        var accounts = TokenAccounts.Of(Token, now);
        _budget = new(minute, accounts);
        return accounts;
    }

    private readonly record struct Key(string Id, byte[] Hash, DateTimeOffset? ValidUntil);

    private sealed record Budget(long Minute, IReadOnlyList<QuotaAccount> Accounts);
}
