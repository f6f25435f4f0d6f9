using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OneApi.Client.EntityFrameworkCore.Database;
using OneApi.Client.EntityFrameworkCore.Model;
using OneApi.Client.EntityFrameworkCore.Writing;
using OneApi.Client.Quotas;

namespace OneApi.Client.EntityFrameworkCore.Quotas;

/// <summary>Quotas in the database. Every operation goes through the process's writer; what it answers is on the disk.</summary>
internal sealed class EntityFrameworkQuotaStore(GatewayDatabase database, StoreWriter writer) : IQuotaStore
{
    /// <summary>How many holds are ended in one step: a backlog must not keep the callers waiting.</summary>
    private const int Reaped = 500;

    /// <summary>How many ended reservations are forgotten in one step.</summary>
    public const int Forgotten = 5000;

    private const int Page = 200;

    public bool KeepsRecords => true;

    public ValueTask<QuotaResult> ReserveAsync(QuotaReservation reservation, CancellationToken cancellationToken)
    {
        QuotaChecks.Check(reservation);
        CheckKeys(reservation.Accounts);
        return writer.DoAsync(new ReserveOperation(reservation, cancellationToken), cancellationToken);
    }

    public ValueTask<QuotaResult> SettleAsync(QuotaSettlement settlement, CancellationToken cancellationToken)
    {
        QuotaChecks.Check(settlement);
        CheckKeys(settlement.Accounts);
        return writer.DoAsync(new SettleOperation(settlement, cancellationToken), cancellationToken);
    }

    public ValueTask<QuotaResult> ReleaseAsync(Guid reservationId, CancellationToken cancellationToken) =>
        writer.DoAsync(new ReleaseOperation(reservationId, cancellationToken), cancellationToken);

    public ValueTask<QuotaResult> ExtendAsync(QuotaExtension extension, CancellationToken cancellationToken)
    {
        QuotaChecks.Check(extension);
        return writer.DoAsync(new ExtendOperation(extension, cancellationToken), cancellationToken);
    }

    public ValueTask<QuotaResult> AdjustAsync(QuotaEntry entry, CancellationToken cancellationToken)
    {
        QuotaChecks.Check(entry);
        AccountKeys.Check(entry.Account);
        return writer.DoAsync(new AdjustOperation(entry, cancellationToken), cancellationToken);
    }

    public async ValueTask<QuotaStanding?> GetAsync(string account, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(account);
        AccountKeys.Check(account);
        return (await writer.DoAsync(new StandingOperation([account], cancellationToken), cancellationToken).ConfigureAwait(false))[0];
    }

    public async ValueTask<int> ReapAsync(CancellationToken cancellationToken)
    {
        for (var total = 0; ;)
        {
            var (ended, state) = await writer.DoAsync(new ReapOperation(Reaped, database.Options.RememberEnded, cancellationToken), cancellationToken).ConfigureAwait(false);
            total += ended;
            if (ended < Reaped && state.Forgotten < Forgotten)
            {
                return total;
            }
        }
    }

    public async IAsyncEnumerable<KeyValuePair<string, QuotaStanding>> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = await KeysAfterAsync("", cancellationToken).ConfigureAwait(false); page.Count > 0; page = await KeysAfterAsync(page[^1], cancellationToken).ConfigureAwait(false))
        {
            var standings = await writer.DoAsync(new StandingOperation(page, cancellationToken), cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < standings.Length; i++)
            {
                if (standings[i] is { } standing)
                {
                    yield return new(page[i], standing);
                }
            }
        }
    }

    private async Task<List<string>> KeysAfterAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var context = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var _ = context.ConfigureAwait(false);

            // The empty text is smaller than every key, which is never empty.
            return await context.Database.SqlQuery<string>($"""SELECT "Key" AS "Value" FROM "QuotaAccounts" WHERE "Key" > {key} ORDER BY "Key" LIMIT {Page}""").ToListAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            throw new QuotaStoreException("The accounts could not be read.", isOutcomeUnknown: false, exception);
        }
    }

    private static void CheckKeys(IReadOnlyList<QuotaAccount> accounts)
    {
        for (var i = 0; i < accounts.Count; i++)
        {
            AccountKeys.Check(accounts[i].Key);
        }
    }
}
