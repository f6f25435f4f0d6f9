using OneApi.Client.EntityFrameworkCore.Model;
using OneApi.Client.EntityFrameworkCore.Usage;

namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>
/// What a batch knows and what it has changed: each row is read once, changed in memory by the operations in their order, and its net
/// result is written once. The rules are those of the in-memory store.
/// </summary>
internal sealed class BatchState(IBatchSource source, long now)
{
    private readonly Dictionary<string, BatchAccount?> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, BatchHold?> _holds = [];
    private readonly Dictionary<Guid, BatchEnded?> _ended = [];
    private readonly Dictionary<(string Account, Guid Id), EntryRow> _entries = [];
    private readonly Dictionary<Guid, LedgerEntry> _records = [];
    private readonly HashSet<string> _swept = new(StringComparer.Ordinal);
    private bool? _isAnyOver;

    /// <summary>Gets the moment of the batch, by the store's clock, in UTC ticks.</summary>
    public long Now { get; } = now;

    /// <summary>Gets or sets before which moment ended reservations are forgotten; null forgets none.</summary>
    public long? ForgetBefore { get; set; }

    /// <summary>Gets or sets how many were forgotten, known after the batch.</summary>
    public int Forgotten { get; set; }

    public IEnumerable<BatchAccount> Accounts => _accounts.Values.OfType<BatchAccount>().Where(static account => account.IsNew || account.IsChanged);

    public IEnumerable<BatchHold> Holds => _holds.Values.OfType<BatchHold>();

    public IEnumerable<KeyValuePair<Guid, BatchEnded>> Ended => _ended.Where(static pair => pair.Value is { } ended && (ended.IsNew || ended.IsChanged))!;

    public IReadOnlyCollection<EntryRow> Entries => _entries.Values;

    public IReadOnlyCollection<LedgerEntry> Records => _records.Values;

    public BatchAccount? FindAccount(string key)
    {
        if (!_accounts.TryGetValue(key, out var account))
        {
            account = source.ReadAccount(key) is { } row ? new(row, isNew: false) : null;
            _accounts[key] = account;
        }

        return account;
    }

    public BatchAccount OpenAccount(string key)
    {
        if (FindAccount(key) is { } known)
        {
            return known;
        }

        var account = new BatchAccount(new() { Key = key }, isNew: true);
        _accounts[key] = account;
        return account;
    }

    public BatchHold? FindHold(Guid id)
    {
        if (!_holds.TryGetValue(id, out var hold))
        {
            hold = source.ReadHold(id) is { } row ? Take(row) : null;
            _holds[id] = hold;
        }

        return hold is { IsEnded: false } ? hold : null;
    }

    public void AddHold(HoldRow row, BatchAccount[] accounts)
    {
        _holds[row.Id] = new(row, accounts, isNew: true);
        foreach (var account in accounts)
        {
            account.Hold(row.AmountMicros);
        }
    }

    public void End(BatchHold hold, bool isCharged)
    {
        hold.IsEnded = true;
        _ended[hold.Row.Id] = new(isNew: true) { IsCharged = isCharged };
        foreach (var account in hold.Accounts)
        {
            account.Hold(-hold.Row.AmountMicros);
        }
    }

    public bool? FindEnded(Guid id) => Ending(id)?.IsCharged;

    /// <summary>Marks an id as charged; only the first time, whether it ended without a charge or was never known.</summary>
    public bool TryCharge(Guid id)
    {
        if (Ending(id) is not { } ended)
        {
            _ended[id] = new(isNew: true) { IsCharged = true };
            return true;
        }

        if (ended.IsCharged)
        {
            return false;
        }

        (ended.IsCharged, ended.IsChanged) = (true, true);
        return true;
    }

    public bool HasEntry(string account, Guid id) => _entries.ContainsKey((account, id)) || source.HasEntry(account, id);

    public void AddEntry(EntryRow entry) => _entries.Add((entry.Account, entry.Id), entry);

    public bool HasRecord(Guid callId) => _records.ContainsKey(callId) || source.HasRecord(callId);

    /// <summary>Appends a record, unless it is there.</summary>
    public bool TryAppend(LedgerEntry entry) => !HasRecord(entry.Row.CallId) && _records.TryAdd(entry.Row.CallId, entry);

    /// <summary>Ends the holds of an account that are over: they count for nothing, whether or not somebody has swept them up.</summary>
    public void Sweep(string account)
    {
        _isAnyOver ??= source.ReadExpired(1, Now).Count > 0;
        if (_isAnyOver.Value && _swept.Add(account))
        {
            Reap(source.ReadExpired(account, Now));
        }
    }

    public void Sweep(BatchAccount[] accounts)
    {
        foreach (var account in accounts)
        {
            Sweep(account.Key);
        }
    }

    /// <summary>Ends holds of any account that are over.</summary>
    /// <returns>How many there were, at most <paramref name="count"/>.</returns>
    public int Reap(int count) => Reap(source.ReadExpired(count, Now));

    private int Reap(IReadOnlyList<HoldRow> expired)
    {
        var count = 0;
        foreach (var row in expired)
        {
            if (!_holds.TryGetValue(row.Id, out var hold))
            {
                hold = Take(row);
                _holds[row.Id] = hold;
            }

            // It may have been ended or prolonged by this batch already.
            if (hold is { IsEnded: false } && hold.Row.ExpiresAt <= Now)
            {
                End(hold, isCharged: false);
                count++;
            }
        }

        return count;
    }

    private BatchHold Take(HoldRow row) => new(
        row,
        Array.ConvertAll(AccountKeys.Split(row.Accounts), key => FindAccount(key) ?? throw new BatchConflictException("A hold's account was not locked.")),
        isNew: false);

    private BatchEnded? Ending(Guid id)
    {
        if (!_ended.TryGetValue(id, out var ended))
        {
            ended = source.ReadEnded(id) is { } isCharged ? new(isNew: false) { IsCharged = isCharged } : null;
            _ended[id] = ended;
        }

        return ended;
    }
}
