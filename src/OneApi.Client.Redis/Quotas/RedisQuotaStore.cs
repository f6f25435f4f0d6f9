using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using OneApi.Client.Redis.Connection;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Quotas;

/// <summary>
/// Quotas in Redis or Redis Cluster: one hash for each account, one script for each operation, the server's clock. A chain whose accounts are in
/// one bucket is held and charged in one atomic step; one over several buckets bucket by bucket, and undone when a later one refuses.
/// </summary>
internal sealed partial class RedisQuotaStore(RedisRunner runner, Buckets buckets, RedisOptions options, bool keepsRecords, ILogger<RedisQuotaStore> logger) : IQuotaStore
{
    private const int ReapedAtOnce = 200;
    private static readonly RedisValue Empty = RedisValue.EmptyString;
    private readonly HoldPlaces _places = new();
    private readonly RedisValue _kept = (long)options.RepetitionWindow.TotalMilliseconds;

    public bool KeepsRecords => keepsRecords;

    public ValueTask<QuotaResult> ReserveAsync(QuotaReservation reservation, CancellationToken cancellationToken)
    {
        ExactAmounts.Check(reservation);
        var shares = Share.Of(buckets, reservation.Id, reservation.Accounts);
        return shares.Length == 1 ? ReserveInOneAsync(shares[0], reservation, cancellationToken) : ReserveInSeveralAsync(shares, reservation, cancellationToken);
    }

    public ValueTask<QuotaResult> SettleAsync(QuotaSettlement settlement, CancellationToken cancellationToken)
    {
        ExactAmounts.Check(settlement);
        _places.Remove(settlement.ReservationId);
        var shares = Share.Of(buckets, settlement.ReservationId, settlement.Accounts);
        var record = keepsRecords && settlement.Record is { } made ? (RedisValue)UsageRecordJson.Serialize(made) : Empty;
        return shares.Length == 1
            ? SettleInAsync(shares[0], settlement.ReservationId, settlement.ActualMicros, record, Empty, cancellationToken)
            : SettleInSeveralAsync(shares, settlement, record, cancellationToken);
    }

    public async ValueTask<QuotaResult> ReleaseAsync(Guid reservationId, CancellationToken cancellationToken)
    {
        var isDone = false;
        if (_places.Find(reservationId) is { } places)
        {
            foreach (var place in places)
            {
                isDone |= await PartOf(isDone, ReleaseInAsync(buckets[place], reservationId, Empty, cancellationToken)).ConfigureAwait(false);
            }

            _places.Remove(reservationId);
        }
        else
        {
            var all = await Task.WhenAll(buckets.All.Select(bucket => ReleaseInAsync(bucket, reservationId, Empty, cancellationToken).AsTask())).ConfigureAwait(false);
            isDone = all.Contains(true);
        }

        return new(isDone ? QuotaOutcome.Applied : QuotaOutcome.Duplicate);
    }

    public async ValueTask<QuotaResult> AdjustAsync(QuotaEntry entry, CancellationToken cancellationToken)
    {
        ExactAmounts.Check(entry);
        var bucket = buckets.Of(entry.Account);
        var result = await runner.WriteAsync(
            QuotaScripts.Adjust,
            [bucket.Ids, bucket.Holds, bucket.Names, bucket.Account(entry.Account), bucket.Entries(entry.Account)],
            [Id(entry.Id), entry.AmountMicros, entry.Reason, entry.Account],
            cancellationToken).ConfigureAwait(false);
        if (result.Resp2Type is ResultType.Array)
        {
            return new(QuotaOutcome.Refused, QuotaRefusal.TooLarge, entry.Account, (long)result[0]);
        }

        return (int)result switch
        {
            1 => new(QuotaOutcome.Applied),
            0 => new(QuotaOutcome.Duplicate),
            -1 => new(QuotaOutcome.Refused, QuotaRefusal.UnknownAccount, entry.Account),
            _ => throw TooMuch(entry.Account),
        };
    }

    public async ValueTask<QuotaStanding?> GetAsync(string account, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(account);
        var bucket = buckets.Of(account);
        var result = await runner.EvaluateAsync(QuotaScripts.Get, [bucket.Ids, bucket.Holds, bucket.Account(account)], [], cancellationToken).ConfigureAwait(false);
        return result.IsNull ? null : new((long)result[0], (long)result[1], (long)result[2], DateTimeOffset.FromUnixTimeMilliseconds((long)result[3]));
    }

    public async ValueTask<int> ReapAsync(CancellationToken cancellationToken)
    {
        var ended = new HashSet<Guid>(); // a hold over several buckets is one
        foreach (var some in await Task.WhenAll(buckets.All.Select(bucket => ReapInAsync(bucket, cancellationToken))).ConfigureAwait(false))
        {
            ended.UnionWith(some);
        }

        return ended.Count;
    }

    public async IAsyncEnumerable<KeyValuePair<string, QuotaStanding>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var bucket in buckets.All)
        {
            var names = await runner.RunAsync(database => database.SetMembersAsync(bucket.Names, CommandFlags.DemandMaster), cancellationToken).ConfigureAwait(false);
            foreach (var some in names.Chunk(ReapedAtOnce))
            {
                var standings = await Task.WhenAll(some.Select(name => GetAsync(name.ToString(), cancellationToken).AsTask())).ConfigureAwait(false);
                for (var i = 0; i < some.Length; i++)
                {
                    if (standings[i] is { } standing)
                    {
                        yield return new(some[i].ToString(), standing);
                    }
                }
            }
        }
    }

    private async ValueTask<QuotaResult> ReserveInOneAsync(Share share, QuotaReservation reservation, CancellationToken cancellationToken)
    {
        var (result, _) = await ReserveInAsync(share, reservation, Empty, cancellationToken).ConfigureAwait(false);
        if (result.Outcome is QuotaOutcome.Applied)
        {
            _places.Add(reservation.Id, share.Bucket.Self);
        }

        return result;
    }

    private async ValueTask<(QuotaResult Result, bool HasEnded)> ReserveInAsync(Share share, QuotaReservation reservation, RedisValue attempt, CancellationToken cancellationToken)
    {
        var accounts = share.Accounts;
        var keys = new RedisKey[3 + accounts.Length];
        var values = new RedisValue[4 + accounts.Length];
        (keys[0], keys[1], keys[2]) = (share.Bucket.Ids, share.Bucket.Holds, share.Bucket.Names);
        (values[0], values[1], values[2], values[3]) = (Id(reservation.Id), reservation.AmountMicros, Milliseconds(reservation.Lifetime), attempt);
        for (var i = 0; i < accounts.Length; i++)
        {
            keys[3 + i] = share.Bucket.Account(accounts[i].Key);
            values[4 + i] = Limit(accounts[i]);
        }

        var result = await runner.WriteAsync(QuotaScripts.Reserve, keys, values, cancellationToken).ConfigureAwait(false);
        if (result.Resp2Type is ResultType.Integer)
        {
            var code = (int)result;
            return (new(code == 1 ? QuotaOutcome.Applied : QuotaOutcome.Duplicate), HasEnded: code == 0);
        }

        var account = accounts[(int)result[0] - 1].Key;
        return (result.Length == 1 ? new(QuotaOutcome.Refused, QuotaRefusal.UnknownAccount, account) : Refuse(account, (long)result[1], reservation.AmountMicros), false);
    }

    private ValueTask<QuotaResult> SettleInAsync(Share share, Guid id, long actual, RedisValue record, RedisValue others, CancellationToken cancellationToken)
    {
        var running = SettleRawAsync(share, id, actual, record, others, Empty, cancellationToken);
        return ReadAsync(running, share.Accounts);

        static async ValueTask<QuotaResult> ReadAsync(ValueTask<RedisResult> running, QuotaAccount[] accounts)
        {
            var result = await running.ConfigureAwait(false);
            if (result.Resp2Type is ResultType.Array)
            {
                throw TooMuch(accounts[(int)result[0] - 1].Key);
            }

            var flags = (int)result;
            return flags == 0 ? new(QuotaOutcome.Duplicate) : new(QuotaOutcome.Applied, IsOverrun: (flags & 2) != 0, IsLate: (flags & 4) != 0);
        }
    }

    private ValueTask<RedisResult> SettleRawAsync(Share share, Guid id, long actual, RedisValue record, RedisValue others, RedisValue latest, CancellationToken cancellationToken)
    {
        var accounts = share.Accounts;
        var keys = new RedisKey[4 + accounts.Length];
        (keys[0], keys[1], keys[2], keys[3]) = (share.Bucket.Ids, share.Bucket.Holds, share.Bucket.Names, share.Bucket.Stream);
        for (var i = 0; i < accounts.Length; i++)
        {
            keys[4 + i] = share.Bucket.Account(accounts[i].Key);
        }

        var values = new RedisValue[6 + (accounts.Any(static account => account.LimitMicros is not null) ? accounts.Length : 0)];
        (values[0], values[1], values[2], values[3], values[4], values[5]) = (Id(id), actual, _kept, record, others, latest);
        for (var i = 6; i < values.Length; i++)
        {
            values[i] = Limit(accounts[i - 6]);
        }

        return runner.WriteAsync(QuotaScripts.Settle, keys, values, cancellationToken);
    }

    private async ValueTask<bool> ReleaseInAsync(Bucket bucket, Guid id, RedisValue attempt, CancellationToken cancellationToken) =>
        (int)await runner.WriteAsync(QuotaScripts.Release, [bucket.Ids, bucket.Holds], [Id(id), _kept, attempt], cancellationToken).ConfigureAwait(false) == 1;

    private async Task<List<Guid>> ReapInAsync(Bucket bucket, CancellationToken cancellationToken)
    {
        var ended = new List<Guid>();
        while (true)
        {
            var some = (RedisResult[])(await runner.EvaluateAsync(QuotaScripts.Reap, [bucket.Ids, bucket.Holds], [ReapedAtOnce], cancellationToken).ConfigureAwait(false))!;
            foreach (var id in some)
            {
                ended.Add(new Guid((byte[])id!, bigEndian: true));
            }

            if (some.Length < ReapedAtOnce)
            {
                return ended;
            }
        }
    }

    private static QuotaResult Refuse(string account, long left, long amount)
    {
        var why = left <= 0 ? QuotaRefusal.Exhausted : left < amount ? QuotaRefusal.TooLarge : QuotaRefusal.InFlight;
        return new(QuotaOutcome.Refused, why, account, left);
    }

    private static OverflowException TooMuch(string account) =>
        new($"Account '{account}' would come to more than {ExactAmounts.MostMicros} micro-dollars, which Redis does not count exactly; nothing was changed.");

    private static RedisValue Limit(QuotaAccount account) => account.LimitMicros is { } limit ? limit : Empty;

    private static RedisValue Id(Guid id) => id.ToByteArray(bigEndian: true);

    /// <summary>Whole milliseconds, rounded up: a hold never ends before its time. A century is for ever.</summary>
    private static long Milliseconds(TimeSpan time) => (long)Math.Ceiling(Math.Min(time.TotalMilliseconds, TimeSpan.FromDays(36500).TotalMilliseconds));
}
