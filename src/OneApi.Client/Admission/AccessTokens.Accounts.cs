using OneApi.Client.Quotas;

namespace OneApi.Client.Admission;

/// <summary>The accounts of tokens: opened with them, and brought to their quota.</summary>
internal sealed partial class AccessTokens
{
    public async ValueTask<TokenQuota?> GetQuotaAsync(string id, CancellationToken cancellationToken = default)
    {
        if (await store.GetAsync(id, cancellationToken).ConfigureAwait(false) is not { Token: var token })
        {
            return null;
        }

        var now = time.GetUtcNow();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(token.TimeZone);
        return new(
            token.QuotaMicros is null ? null : await quotas.GetAsync(TokenAccounts.Total(id), cancellationToken).ConfigureAwait(false),
            await StandingOfAsync(TokenAccounts.Day(id, now, zone), token.DailyQuotaMicros, now, cancellationToken).ConfigureAwait(false),
            await StandingOfAsync(TokenAccounts.Month(id, now, zone), token.MonthlyQuotaMicros, now, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The account of a period is there from its first call on; its limit is the token's at this moment.</summary>
    private async ValueTask<QuotaStanding?> StandingOfAsync(string account, long? limit, DateTimeOffset now, CancellationToken cancellationToken) =>
        limit is not { } micros ? null
        : await quotas.GetAsync(account, cancellationToken).ConfigureAwait(false) is { } standing ? standing with { LimitMicros = micros }
        : new(micros, 0, 0, now);

    /// <summary>Opens the account of a token that has just been added. Without one the token would be refused, and its name taken all the same.</summary>
    private async ValueTask OpenOrTakeBackAsync(StoredAccessToken stored, long quota, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            await OpenAsync(stored.Token.Id, quota, now, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            using var limit = new CancellationTokenSource(TakeBackLimit, time); // the caller may have gone
            await store.RemoveAsync(stored.Token.Id, limit.Token).ConfigureAwait(false);
            _cache.Forget(stored);
            throw;
        }
    }

    /// <remarks>An imported key has the same id whenever it is tried. Where a try before has failed its account stands, and its limit is brought to the quota.</remarks>
    private async ValueTask OpenAsync(string id, long quota, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var account = TokenAccounts.Total(id);
        if ((await quotas.AdjustAsync(new(TokenAccounts.OpeningOf(id), account, quota, "The token was made."), cancellationToken).ConfigureAwait(false)).Outcome is QuotaOutcome.Applied
            || await quotas.GetAsync(account, cancellationToken).ConfigureAwait(false) is not { } standing
            || quota == standing.LimitMicros)
        {
            return;
        }

        await quotas.AdjustAsync(new(Guid.CreateVersion7(now), account, quota - standing.LimitMicros, "The token was made."), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The account follows the token's quota by the difference, which is the answer; what is spent can't be taken back.</summary>
    /// <remarks>
    /// Done again with every try of the change: of several changes at the same time the last one that is kept has read the account after all others
    /// had changed it.
    /// </remarks>
    private async ValueTask<long> AdjustQuotaAsync(string id, long? quota, CancellationToken cancellationToken)
    {
        var account = TokenAccounts.Total(id);
        var standing = quota is null ? null : await quotas.GetAsync(account, cancellationToken).ConfigureAwait(false);
        var difference = quota - (standing?.LimitMicros ?? 0) ?? 0;
        if (quota is null || (difference == 0 && standing is not null))
        {
            return 0;
        }

        var result = await quotas.AdjustAsync(new(Guid.CreateVersion7(time.GetUtcNow()), account, difference, "The token's quota was changed."), cancellationToken).ConfigureAwait(false);
        if (!result.IsDone)
        {
            throw new AccessTokenException([$"quota: is less than what is spent and held already; use {standing!.SettledMicros + standing.HeldMicros} micro-dollars or more."]);
        }

        return difference;
    }

    /// <summary>After a change that did not come about: the account follows the token as it is kept. Taking back what was moved would undo what another change has made of it meanwhile.</summary>
    private async ValueTask FollowTokenAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await AdjustQuotaAsync(id, (await store.GetAsync(id, cancellationToken).ConfigureAwait(false))?.Token.QuotaMicros, cancellationToken).ConfigureAwait(false);
        }
        catch (AccessTokenException)
        {
            // It is spent already.
        }
    }
}
