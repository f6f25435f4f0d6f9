using OneApi.Client.EntityFrameworkCore.Model;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>What was read from PostgreSQL for one batch, its accounts locked.</summary>
internal sealed class PostgresFacts : IBatchSource
{
    public long Now { get; set; }

    public Dictionary<string, AccountRow> Accounts { get; } = new(StringComparer.Ordinal);

    public Dictionary<Guid, HoldRow> Holds { get; } = [];

    /// <summary>Gets the holds that are over, of the batch's accounts and, where it reaps, of others.</summary>
    public List<HoldRow> Expired { get; } = [];

    public Dictionary<Guid, bool> Ended { get; } = [];

    public HashSet<(string Account, Guid Id)> Entries { get; } = [];

    public HashSet<Guid> Records { get; } = [];

    public AccountRow? ReadAccount(string key) => Accounts.GetValueOrDefault(key);

    public HoldRow? ReadHold(Guid id) => Holds.GetValueOrDefault(id);

    public bool? ReadEnded(Guid id) => Ended.TryGetValue(id, out var isCharged) ? isCharged : null;

    public bool HasEntry(string account, Guid id) => Entries.Contains((account, id));

    public bool HasRecord(Guid callId) => Records.Contains(callId);

    public IReadOnlyList<HoldRow> ReadExpired(string account, long now) =>
        Expired.Count == 0 ? [] : [.. Expired.Where(hold => IsOver(hold, now) && AccountKeys.Split(hold.Accounts).Contains(account))];

    public IReadOnlyList<HoldRow> ReadExpired(int count, long now) => [.. Expired.Where(hold => IsOver(hold, now)).OrderBy(static hold => hold.ExpiresAt).Take(count)];

    /// <summary>A hold that came to its end after the accounts were chosen may stand on one that is not locked; the next batch ends it.</summary>
    private bool IsOver(HoldRow hold, long now) => hold.ExpiresAt <= now && Array.TrueForAll(AccountKeys.Split(hold.Accounts), Accounts.ContainsKey);
}
