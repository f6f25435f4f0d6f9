namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Makes what is shown of tokens.</summary>
internal sealed class TokenShow(QuotaUnit unit, TimeProvider time)
{
    public static readonly string[] States = ["active", "expired", "revoked"];

    public QuotaUnit Unit => unit;

    public string StateOf(AccessToken token)
    {
        var now = time.GetUtcNow();
        return token.RevokedAt <= now ? States[2] : token.ExpiresAt <= now ? States[1] : States[0];
    }

    public TokenView Of(AccessToken token) => new(
        token.Id,
        token.Name,
        token.Group,
        token.Owner,
        StateOf(token),
        token.CreatedAt,
        token.ExpiresAt,
        token.RevokedAt,
        unit.Write(token.QuotaMicros),
        unit.Write(token.DailyQuotaMicros),
        unit.Write(token.MonthlyQuotaMicros),
        unit.Name,
        token.QuotaMicros,
        token.DailyQuotaMicros,
        token.MonthlyQuotaMicros,
        QuotaUnit.Currency,
        token.TimeZone,
        token.Models,
        token.IpAllowList,
        new(token.Limits.RequestsPerMinute, token.Limits.TokensPerMinute, token.Limits.Concurrency),
        token.Labels);

    /// <summary>A grant, in the unit that the request has named.</summary>
    public TokenGrantView Of(AccessTokenGrant grant, QuotaUnit asked)
    {
        var token = grant.Token;
        return new(token.Id, grant.Key, token.Name, token.Group, asked.Write(token.QuotaMicros), asked.Name, token.QuotaMicros, QuotaUnit.Currency, token.ExpiresAt, token.IpAllowList);
    }

    public TokenQuotaView Of(string id, TokenQuota quota) => new(id, Of(quota.Total), Of(quota.Daily), Of(quota.Monthly), unit.Name, QuotaUnit.Currency);

    private AccountView? Of(QuotaStanding? standing) => standing is null
        ? null
        : new(
            unit.Write(standing.LimitMicros),
            unit.Write(standing.SettledMicros),
            unit.Write(standing.HeldMicros),
            unit.Write(standing.AvailableMicros),
            standing.LimitMicros,
            standing.SettledMicros,
            standing.HeldMicros,
            standing.AvailableMicros,
            standing.AsOf);
}
