using System.Globalization;
using System.Text.Json;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>The token routes of One API, for scripts that were written for it: list, show, make and end, in its envelope and its unit.</summary>
internal sealed class OneApiTokenRoutes(TokenShow show)
{
    private const string Path = "/api/token";
    private const int PageSize = 10;

    private static readonly AdminField Page = new("p", AdminFieldType.Integer, "The page, from 0.");
    private static readonly AdminField Size = new("size", AdminFieldType.Integer, "How many tokens a page holds: 1 to 100, 10 by default.");

    private static readonly IReadOnlyList<AdminField> Fields =
    [
        TokenFields.Name with { IsRequired = true },
        new("remain_quota", AdminFieldType.Integer, "What it may spend in all; 500000 are a dollar."),
        new("unlimited_quota", AdminFieldType.Boolean, "Whether it has no limit."),
        new("expired_time", AdminFieldType.Integer, "When it ends, in seconds since 1970; -1: never."),
        new("models", AdminFieldType.Text, "The models that it may use, with commas."),
        new("subnet", AdminFieldType.Text, "The networks from which it may be used, with commas."),
        TokenFields.Group,
        TokenFields.Key,
    ];

    public IEnumerable<AdminRoute> All =>
    [
        new("GET", Path, AdminAccess.Accountants, "One API's list of tokens, the newest first.", ListAsync) { Query = [Page, Size], Answer = AdminJsonContext.Default.OneApiReplyIReadOnlyListOneApiTokenView },
        new("POST", Path, AdminAccess.Operators, "One API's way to make a token. With key (administrators only) one of One API goes on working.", CreateAsync)
        {
            Body = Fields, Answer = AdminJsonContext.Default.OneApiReplyOneApiTokenView, KeepsAnswer = true,
        },
        new("GET", Path + "/{id}", AdminAccess.Accountants, "One API's view of a token.", GetAsync) { Answer = AdminJsonContext.Default.OneApiReplyOneApiTokenView },
        new("DELETE", Path + "/{id}", AdminAccess.Operators, "One API's way to end a token.", DeleteAsync) { Answer = AdminJsonContext.Default.OneApiReplyOneApiTokenView },
    ];

    private async ValueTask<AdminAnswer> ListAsync(AdminCall call)
    {
        var page = call.Query.Integer("p", 0, 1_000_000) ?? 0;
        var size = call.Query.Integer("size", 1, 100) ?? PageSize;
        call.Query.ThrowIfAny();
        var all = new List<AccessToken>();
        await foreach (var token in call.Service<IAccessTokens>().ListAsync(call.Aborted).ConfigureAwait(false))
        {
            all.Add(token);
        }

        all.Reverse();
        var shown = new List<OneApiTokenView>(size);
        foreach (var token in all.Skip(page * size).Take(size))
        {
            shown.Add(await OfAsync(call, token).ConfigureAwait(false));
        }

        return AdminAnswer.Json(new OneApiReply<IReadOnlyList<OneApiTokenView>>(true, "", shown), AdminJsonContext.Default.OneApiReplyIReadOnlyListOneApiTokenView);
    }

    private async ValueTask<AdminAnswer> CreateAsync(AdminCall call)
    {
        var body = await call.BodyAsync().ConfigureAwait(false);
        var quota = body.Integer("remain_quota") ?? 0;
        if (quota is < 0 or > long.MaxValue / 4)
        {
            body.Add("remain_quota", quota.ToString(CultureInfo.InvariantCulture), "0 or more; 500000 are a dollar");
            quota = 0;
        }

        var end = body.Integer("expired_time") ?? -1;
        if (end is not (-1 or (> 0 and < 32_503_680_000)))
        {
            body.Add("expired_time", end.ToString(CultureInfo.InvariantCulture), "seconds since 1970, or -1 for never");
            end = -1;
        }

        var request = new AccessTokenRequest
        {
            Name = body.Text("name") ?? "",
            Group = body.Text("group") is { Length: > 0 } group ? group : "default",
            QuotaMicros = body.Boolean("unlimited_quota") == true ? null : quota * QuotaUnit.OneApi.Micros,
            ExpiresAt = end == -1 ? null : DateTimeOffset.FromUnixTimeSeconds(end),
            Models = PartsOf(body.Text("models")),
            IpAllowList = PartsOf(body.Text("subnet")),
            ImportedKey = ImportedKeyOf(body, call),
        };
        body.ThrowIfAny();
        var grant = await call.Service<IAccessTokens>().CreateAsync(request, call.Aborted).ConfigureAwait(false);
        await call.AuditAsync("token.create", grant.Token.Id, after: Bytes(grant.Token)).ConfigureAwait(false);
        return Reply((await OfAsync(call, grant.Token).ConfigureAwait(false)) with { Key = grant.Key["sk-".Length..] });
    }

    private async ValueTask<AdminAnswer> GetAsync(AdminCall call) =>
        Reply(await OfAsync(call, await FindAsync(call).ConfigureAwait(false)).ConfigureAwait(false));

    private async ValueTask<AdminAnswer> DeleteAsync(AdminCall call)
    {
        var before = await FindAsync(call).ConfigureAwait(false);
        await call.Service<IAccessTokens>().RevokeAsync(before.Id, call.Aborted).ConfigureAwait(false);
        await call.AuditAsync("token.revoke", before.Id, Bytes(before)).ConfigureAwait(false);
        return Reply(null);
    }

    private async ValueTask<OneApiTokenView> OfAsync(AdminCall call, AccessToken token)
    {
        var standing = token.QuotaMicros is null ? null : (await call.Service<IAccessTokens>().GetQuotaAsync(token.Id, call.Aborted).ConfigureAwait(false))?.Total;
        var left = Math.Max(standing?.AvailableMicros ?? 0, 0);
        var state = show.StateOf(token);
        return new(
            token.Id,
            token.Name,
            "",
            state == "revoked" ? 2 : state == "expired" ? 3 : standing is not null && left == 0 ? 4 : 1,
            token.CreatedAt.ToUnixTimeSeconds(),
            token.ExpiresAt?.ToUnixTimeSeconds() ?? -1,
            left / QuotaUnit.OneApi.Micros,
            (standing?.SettledMicros ?? 0) / QuotaUnit.OneApi.Micros,
            token.QuotaMicros is null,
            string.Join(',', token.Models),
            string.Join(',', token.IpAllowList),
            token.Group);
    }

    private static string? ImportedKeyOf(AdminBody body, AdminCall call)
    {
        if (body.Text("key") is not { Length: > 0 } key)
        {
            return null;
        }

        if (call.Caller.Role is not OneApiAdminRole.Admin)
        {
            body.Add("key", "a key of another gateway", "nothing: only administrators bring keys along");
        }

        return key.StartsWith("sk-", StringComparison.Ordinal) ? key : "sk-" + key; // One API keeps them without
    }

    private static string[] PartsOf(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static async ValueTask<AccessToken> FindAsync(AdminCall call) =>
        await call.Service<IAccessTokens>().GetAsync(call.Path("id"), call.Aborted).ConfigureAwait(false) ?? throw AdminException.NotFound("token", call.Path("id"));

    private static AdminAnswer Reply(OneApiTokenView? token) => AdminAnswer.Json(new OneApiReply<OneApiTokenView>(true, "", token), AdminJsonContext.Default.OneApiReplyOneApiTokenView);

    private byte[] Bytes(AccessToken token) => JsonSerializer.SerializeToUtf8Bytes(show.Of(token), AdminJsonContext.Default.TokenView);
}
