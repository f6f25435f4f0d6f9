using OneApi.Client;

namespace Bench.Quotas;

/// <summary>Any quota store through its public contract: each pair is a reservation and a settlement, with an id of its own.</summary>
/// <param name="name">As it is printed.</param>
/// <param name="store">The store; it is disposed by whoever made it.</param>
/// <param name="chain">How many accounts a reservation has.</param>
/// <param name="isShared">Whether all callers spend from the same accounts, the worst case, or each from its own.</param>
/// <param name="isFast">Whether a pair takes about a microsecond.</param>
/// <param name="hasRecord">Whether a settlement carries the call's usage record, as the gateway's do.</param>
internal sealed class StoreContestant(string name, IQuotaStore store, int chain, bool isShared, bool isFast, bool hasRecord = false) : Contestant(name)
{
    private const int MaxCallers = 256;
    private const long Held = 20;
    private const long Actual = 7;
    private readonly QuotaAccount[][] _chains = new QuotaAccount[MaxCallers][];

    public override bool IsFast => isFast;

    public override async Task OpenAsync()
    {
        var run = Guid.NewGuid().ToString("N"); // the keys of tokens: a total, and periods under it
        for (var caller = 0; caller < MaxCallers; caller++)
        {
            var owner = isShared ? 0 : caller;
            _chains[caller] = [.. Enumerable.Range(0, chain).Select(i => new QuotaAccount(i == 0 ? $"token:{run}-{owner}" : $"token:{run}-{owner}:{i}"))];
        }

        foreach (var account in _chains.SelectMany(static accounts => accounts).Distinct())
        {
            await store.AdjustAsync(new(Guid.NewGuid(), account.Key, 1L << 50, "opening"), default);
        }
    }

    public override async ValueTask PairAsync(int caller)
    {
        var id = Guid.CreateVersion7();
        var reserved = await store.ReserveAsync(new(id, _chains[caller], Held, TimeSpan.FromMinutes(10)), default);
        var settled = await store.SettleAsync(new(id, _chains[caller], Actual, hasRecord ? RecordOf(id, caller) : null), default);
        if (reserved.Outcome is not QuotaOutcome.Applied || settled.Outcome is not QuotaOutcome.Applied)
        {
            throw new InvalidOperationException($"{Name}: reserved {reserved}, settled {settled}.");
        }
    }

    private UsageRecord RecordOf(Guid id, int caller) => new()
    {
        CallId = id,
        Operation = "chat",
        Streaming = true,
        StartedAt = DateTimeOffset.UtcNow,
        Duration = TimeSpan.FromMilliseconds(900),
        TimeToFirstToken = TimeSpan.FromMilliseconds(300),
        Group = "customer_service",
        TokenId = "0123456789abcdef",
        Owner = "customer-a",
        RequestedModel = "qwen-max",
        ServedModel = "qwen-max",
        Channel = "qwen-main",
        Provider = "qwen",
        Outcome = CallOutcome.Succeeded,
        Usage = new() { InputTokenCount = 812, OutputTokenCount = 240, TotalTokenCount = 1052 },
        ChargeMicros = Actual,
        ProviderCostMicros = Actual,
        ReservedMicros = Held,
        Accounts = [_chains[caller][0].Key],
        Attempts =
        [
            new()
            {
                Channel = "qwen-main", ChannelNumber = 1, Provider = "qwen", Model = "qwen-max", ProviderModel = "qwen-plus", StartedAt = DateTimeOffset.UtcNow,
                Duration = TimeSpan.FromMilliseconds(900), TimeToFirstToken = TimeSpan.FromMilliseconds(300), ProviderCostMicros = Actual,
            },
        ],
    };

    public override async Task CheckAsync(long pairs)
    {
        var settled = 0L;
        foreach (var account in _chains.Select(static accounts => accounts[0]).Distinct())
        {
            var standing = await store.GetAsync(account.Key, default) ?? throw new InvalidOperationException($"{Name}: account {account.Key} is gone.");
            settled += standing.SettledMicros;
            if (standing.HeldMicros != 0)
            {
                throw new InvalidOperationException($"{Name}: {standing.HeldMicros} micro-dollars are still held.");
            }
        }

        if (settled != pairs * Actual)
        {
            throw new InvalidOperationException($"{Name}: {settled} micro-dollars are settled, {pairs} pairs cost {pairs * Actual}.");
        }
    }
}
