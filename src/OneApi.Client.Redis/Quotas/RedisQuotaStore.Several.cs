using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneApi.Client.Quotas;
using OneApi.Client.Redis.Connection;
using StackExchange.Redis;

namespace OneApi.Client.Redis.Quotas;

/// <content>Chains over several buckets: bucket by bucket in one order, undone on refusal, completed by whoever reads the record when a node dies in between.</content>
internal sealed partial class RedisQuotaStore
{
    private static readonly TimeSpan UndoLimit = TimeSpan.FromSeconds(5);
    private readonly string _process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private long _attempts;

    /// <summary>Charges the accounts of other buckets that a record names, unless they have been.</summary>
    /// <param name="id">The reservation.</param>
    /// <param name="actual">What it cost.</param>
    /// <param name="others">The accounts, separated by line feeds.</param>
    /// <param name="settledAt">When the first bucket was charged, in milliseconds of its server's clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns><see langword="false"/> when it is so long ago that the id may have been forgotten: then nothing is charged, rather than twice.</returns>
    public async ValueTask<bool> CompleteAsync(Guid id, long actual, string others, long settledAt, CancellationToken cancellationToken)
    {
        QuotaAccount[] accounts = [.. others.Split('\n').Select(static name => new QuotaAccount(name))];
        var latest = settledAt + (long)(options.RepetitionWindow * 0.9).TotalMilliseconds; // servers' clocks may differ
        var isKnown = true;
        foreach (var share in Share.Of(buckets, id, accounts))
        {
            var result = await SettleRawAsync(share, id, actual, Empty, Empty, latest, cancellationToken).ConfigureAwait(false);
            isKnown &= result.Resp2Type is ResultType.Integer && (int)result >= 0;
        }

        return isKnown;
    }

    public async ValueTask<QuotaResult> ExtendAsync(QuotaExtension extension, CancellationToken cancellationToken)
    {
        QuotaChecks.Check(extension);
        var places = _places.Find(extension.ReservationId) ?? await FindAsync(extension.ReservationId, cancellationToken).ConfigureAwait(false);
        var undo = new List<(Bucket Bucket, RedisValue Ends, RedisValue Sequence)>();
        var answer = new QuotaResult(QuotaOutcome.Refused, QuotaRefusal.UnknownReservation);
        foreach (var place in places)
        {
            var bucket = buckets[place];
            var result = await PartOf(undo.Count > 0, runner.WriteAsync(
                QuotaScripts.Extend,
                [bucket.Ids, bucket.Holds],
                [Id(extension.ReservationId), extension.Sequence, extension.AmountMicros, Milliseconds(extension.Lifetime)],
                cancellationToken)).ConfigureAwait(false);
            if (result.Resp2Type is ResultType.Array && result.Length == 2)
            {
                undo.Add((bucket, (RedisValue)result[0], (RedisValue)result[1]));
                answer = new(QuotaOutcome.Applied);
                continue;
            }

            if (result.Resp2Type is ResultType.Integer && (int)result == 0)
            {
                answer = undo.Count > 0 ? answer : new(QuotaOutcome.Duplicate);
                continue;
            }

            foreach (var done in undo)
            {
                await runner.WriteAsync(
                    QuotaScripts.Extend,
                    [done.Bucket.Ids, done.Bucket.Holds],
                    [Id(extension.ReservationId), extension.Sequence, extension.AmountMicros, Empty, done.Ends, done.Sequence],
                    cancellationToken).ConfigureAwait(false);
            }

            return result.Resp2Type is ResultType.Array
                ? Refuse((string)result[0]!, (long)result[1], extension.AmountMicros)
                : new(QuotaOutcome.Refused, QuotaRefusal.UnknownReservation);
        }

        return answer;
    }

    private async ValueTask<QuotaResult> ReserveInSeveralAsync(Share[] shares, QuotaReservation reservation, CancellationToken cancellationToken)
    {
        // The attempt's own mark: what it undoes is what it has held itself, never what a repetition has taken over meanwhile.
        RedisValue attempt = string.Create(CultureInfo.InvariantCulture, $"{_process}{Interlocked.Increment(ref _attempts):x}");
        var held = new List<Bucket>(shares.Length);
        var isNew = false;
        foreach (var share in shares)
        {
            QuotaResult result;
            bool hasEnded;
            try
            {
                (result, hasEnded) = await ReserveInAsync(share, reservation, attempt, cancellationToken).ConfigureAwait(false);
            }
            catch (QuotaStoreException error) when (!error.IsOutcomeUnknown && held.Count > 0)
            {
                var isUndone = await UndoAsync(held, reservation.Id, attempt).ConfigureAwait(false);
                throw new QuotaStoreException(error.Message, isOutcomeUnknown: !isUndone, error);
            }

            if (result.Outcome is QuotaOutcome.Refused)
            {
                await UndoAsync(held, reservation.Id, attempt).ConfigureAwait(false);
                return result;
            }

            if (hasEnded)
            {
                return result;
            }

            held.Add(share.Bucket);
            isNew |= result.Outcome is QuotaOutcome.Applied;
        }

        _places.Add(reservation.Id, Array.ConvertAll(shares, static share => share.Bucket.Number));
        return new(isNew ? QuotaOutcome.Applied : QuotaOutcome.Duplicate);
    }

    /// <summary>Runs to its end although the caller may have gone. What can't be undone ends by itself, and is reported as refused all the same.</summary>
    private async ValueTask<bool> UndoAsync(List<Bucket> held, Guid id, RedisValue attempt)
    {
        using var limit = new CancellationTokenSource(UndoLimit);
        var isUndone = true;
        foreach (var bucket in held)
        {
            try
            {
                await ReleaseInAsync(bucket, id, attempt, limit.Token).ConfigureAwait(false);
            }
            catch (Exception error) when (error is QuotaStoreException or OperationCanceledException)
            {
                Log.HoldNotUndone(logger, error);
                isUndone = false;
            }
        }

        return isUndone;
    }

    /// <summary>When one bucket has done its part, a failure in the next leaves the whole half done: it is repeated, like one whose outcome is unknown.</summary>
    private static async ValueTask<T> PartOf<T>(bool isBegun, ValueTask<T> part)
    {
        try
        {
            return await part.ConfigureAwait(false);
        }
        catch (QuotaStoreException error) when (isBegun && !error.IsOutcomeUnknown)
        {
            throw new QuotaStoreException(error.Message, isOutcomeUnknown: true, error);
        }
    }

    private async ValueTask<QuotaResult> SettleInSeveralAsync(Share[] shares, QuotaSettlement settlement, RedisValue record, CancellationToken cancellationToken)
    {
        var answer = new QuotaResult(QuotaOutcome.Duplicate);
        for (var i = 0; i < shares.Length; i++)
        {
            var running = SettleInAsync(
                shares[i],
                settlement.ReservationId,
                settlement.ActualMicros,
                i == 0 ? record : Empty,
                i == 0 && keepsRecords ? Others(shares) : Empty,
                cancellationToken);
            var result = await PartOf(i > 0, running).ConfigureAwait(false);
            answer = result.Outcome is QuotaOutcome.Applied
                ? new(QuotaOutcome.Applied, IsOverrun: answer.IsOverrun || result.IsOverrun, IsLate: answer.IsLate || result.IsLate)
                : answer;
        }

        return answer;
    }

    private static RedisValue Others(Share[] shares)
    {
        var text = new StringBuilder();
        foreach (var account in shares.Skip(1).SelectMany(static share => share.Accounts))
        {
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length == 0 ? string.Empty : "\n")}{account.Key}");
        }

        return text.ToString();
    }

    private async ValueTask<int[]> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        var isThere = await Task.WhenAll(buckets.All.Select(
            bucket => runner.RunAsync(database => database.HashExistsAsync(bucket.Holds, Id(id), CommandFlags.DemandMaster), cancellationToken).AsTask())).ConfigureAwait(false);
        return [.. Enumerable.Range(0, isThere.Length).Where(i => isThere[i])];
    }
}
