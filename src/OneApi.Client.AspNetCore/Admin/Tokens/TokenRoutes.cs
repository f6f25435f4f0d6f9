using System.Text.Json;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Access tokens: made, seen, changed, given a new key, ended.</summary>
#pragma warning disable CA1001 // its semaphore lives as long as the application
internal sealed class TokenRoutes(TokenShow show, SelfServiceCaps caps)
#pragma warning restore CA1001
{
    private const string Path = AdminRoute.Root + "/token";
    private const string OnePath = Path + "/{id}";

    private static readonly AdminField State = new("state", AdminFieldType.Text, "Only those that are active, expired or revoked.");
    private static readonly AdminField Search = new("search", AdminFieldType.Text, "Only those whose id, name or owner holds this text.");
    private static readonly AdminField Owner = new("owner", AdminFieldType.Text, "Only those of this owner.");
    private static readonly AdminField Group = new("group", AdminFieldType.Text, "Only those of this group.");

    /// <summary>One self-made token at a time: the cap on their number counts those that are there.</summary>
    private readonly SemaphoreSlim _selfService = new(1);

    public IEnumerable<AdminRoute> All =>
    [
        new("POST", Path, AdminAccess.Operators | AdminAccess.SelfService, "Makes a token. Its key is shown this once.", CreateAsync)
        {
            Body = TokenFields.Create, Status = 201, Answer = AdminJsonContext.Default.TokenGrantView, KeepsAnswer = true, HasTag = true,
        },
        new("GET", Path, AdminAccess.Accountants | AdminAccess.SelfService, "Lists tokens in the order in which they were made.", ListAsync)
        {
            Query = [Paging.Limit, Paging.After, State, Owner, Group, Search], Answer = AdminJsonContext.Default.AdminPageTokenView,
        },
        new("GET", OnePath, AdminAccess.Accountants | AdminAccess.SelfService, "Shows a token.", GetAsync) { Answer = AdminJsonContext.Default.TokenView, HasTag = true },
        new("PUT", OnePath, AdminAccess.Operators, "Makes a token what the body says; what it leaves out gets its default. The key stays.", call => ChangeAsync(call, isWhole: true))
        {
            Body = TokenFields.Replace, Answer = AdminJsonContext.Default.TokenView, HasTag = true,
        },
        new("PATCH", OnePath, AdminAccess.Operators, "Changes what the body names; null takes a value away. The key stays.", call => ChangeAsync(call, isWhole: false))
        {
            Body = TokenFields.Change, Answer = AdminJsonContext.Default.TokenView, HasTag = true,
        },
        new("DELETE", OnePath, AdminAccess.Operators | AdminAccess.SelfService, "Ends a token for good, everywhere within two seconds. Its record stays for reports.", RevokeAsync) { Status = 204, AnswerTypes = [] },
        new("POST", OnePath + "/revoke", AdminAccess.Operators | AdminAccess.SelfService, "The same as DELETE.", RevokeAsync) { Status = 204, AnswerTypes = [], KeepsAnswer = true },
        new("POST", OnePath + "/rotate", AdminAccess.Operators, "Gives a token a new key, which is shown this once.", RotateAsync)
        {
            Body = [TokenFields.Overlap], Answer = AdminJsonContext.Default.TokenGrantView, KeepsAnswer = true,
        },
        new("GET", OnePath + "/quota", AdminAccess.Accountants | AdminAccess.SelfService, "Says how the quotas of a token stand at this moment: every call that has ended counts.", QuotaAsync)
        {
            Answer = AdminJsonContext.Default.TokenQuotaView,
        },
    ];

    private async ValueTask<AdminAnswer> CreateAsync(AdminCall call)
    {
        var body = await call.BodyAsync().ConfigureAwait(false);
        var request = new AccessTokenRequest { Name = body.Text("name") ?? "" };
        TokenBody.Apply(body, request, show.Unit);
        request.ImportedKey = body.Text("key");
        if (request.ImportedKey is not null && call.Caller.Role is not OneApiAdminRole.Admin)
        {
            body.Add("key", "a key of another gateway", "nothing: only administrators bring keys along");
        }

        var grant = call.Caller.Role is OneApiAdminRole.SelfService
            ? await CreateCappedAsync(call, body, request).ConfigureAwait(false)
            : await CreateAsync(call, body, request).ConfigureAwait(false);
        var unit = QuotaUnit.TryFind(body.Text("quota_unit"), out var asked) ? asked : show.Unit;
        await call.AuditAsync("token.create", grant.Token.Id, after: Bytes(grant.Token)).ConfigureAwait(false);
        var answer = AdminAnswer.Json(show.Of(grant, unit), AdminJsonContext.Default.TokenGrantView, 201);
        return new() { Status = 201, ContentType = answer.ContentType, Body = answer.Body, Tag = TagOf(grant.Token), Location = $"{call.Context.Request.PathBase}{Path}/{grant.Token.Id}" };
    }

    private async ValueTask<AccessTokenGrant> CreateCappedAsync(AdminCall call, AdminBody body, AccessTokenRequest request)
    {
        await _selfService.WaitAsync(call.Aborted).ConfigureAwait(false);
        try
        {
            await caps.ApplyAsync(body, request, call.Caller, call.Service<IAccessTokens>(), call.Aborted).ConfigureAwait(false);
            return await CreateAsync(call, body, request).ConfigureAwait(false);
        }
        finally
        {
            _selfService.Release();
        }
    }

    private static async ValueTask<AccessTokenGrant> CreateAsync(AdminCall call, AdminBody body, AccessTokenRequest request)
    {
        body.ThrowIfAny();
        return await call.Service<IAccessTokens>().CreateAsync(request, call.Aborted).ConfigureAwait(false);
    }

    private async ValueTask<AdminAnswer> ListAsync(AdminCall call)
    {
        var query = call.Query;
        var limit = Paging.LimitOf(query);
        var state = query.Text("state");
        if (state is not null && !TokenShow.States.Contains(state))
        {
            query.Errors.Add(new("state", FieldError.Short(state), "one of " + string.Join(", ", TokenShow.States)));
        }

        query.ThrowIfAny();
        var after = query.Text("after");
        var isBehind = after is null;
        var found = new List<TokenView>();
        await foreach (var token in call.Service<IAccessTokens>().ListAsync(call.Aborted).ConfigureAwait(false))
        {
            if (!isBehind)
            {
                isBehind = token.Id == after && SelfServiceCaps.MaySee(call.Caller, token);
                continue;
            }

            if (!SelfServiceCaps.MaySee(call.Caller, token) || !Matches(token, query, state))
            {
                continue;
            }

            found.Add(show.Of(token));
            if (found.Count > limit)
            {
                break;
            }
        }

        if (!isBehind)
        {
            throw AdminException.Invalid("after", FieldError.Short(after!), "the next of a page before, or nothing for the first page");
        }

        var hasMore = found.Count > limit;
        var page = hasMore ? found[..limit] : found;
        return AdminAnswer.Json(new AdminPage<TokenView>(page, hasMore ? page[^1].Id : null), AdminJsonContext.Default.AdminPageTokenView);
    }

    private bool Matches(AccessToken token, AdminQuery query, string? state) =>
        (state is null || show.StateOf(token) == state)
        && (query.Text("owner") is not { } owner || owner == (token.Owner ?? ""))
        && (query.Text("group") is not { } group || string.Equals(group, token.Group, StringComparison.OrdinalIgnoreCase))
        && (query.Text("search") is not { } search || Holds(token.Id, search) || Holds(token.Name, search) || Holds(token.Owner, search));

    private static bool Holds(string? text, string search) => text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true;

    private async ValueTask<AdminAnswer> GetAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        return AdminAnswer.Resource(show.Of(await FindAsync(call).ConfigureAwait(false)), AdminJsonContext.Default.TokenView);
    }

    private async ValueTask<AdminAnswer> ChangeAsync(AdminCall call, bool isWhole)
    {
        var body = await call.BodyAsync().ConfigureAwait(false);
        var before = await FindAsync(call).ConfigureAwait(false);
        var after = await call.Service<IAccessTokens>().ChangeAsync(before.Id, Changed, call.Aborted).ConfigureAwait(false) ?? throw AdminException.NotFound("token", before.Id);
        await call.AuditAsync("token.change", before.Id, Bytes(before), Bytes(after)).ConfigureAwait(false);
        return AdminAnswer.Resource(show.Of(after), AdminJsonContext.Default.TokenView);

        AccessTokenRequest Changed(AccessToken current)
        {
            ThrowIfOther(call, before = current);
            var request = isWhole ? new AccessTokenRequest { Name = "" } : AccessTokenRequest.Of(current);
            TokenBody.Apply(body, request, show.Unit);
            body.ThrowIfAny();
            return request;
        }
    }

    private async ValueTask<AdminAnswer> RevokeAsync(AdminCall call)
    {
        var before = await FindAsync(call).ConfigureAwait(false);
        await call.Service<IAccessTokens>().RevokeIfAsync(before.Id, current => ThrowIfOther(call, before = current), call.Aborted).ConfigureAwait(false);
        await call.AuditAsync("token.revoke", before.Id, Bytes(before)).ConfigureAwait(false);
        return AdminAnswer.Nothing;
    }

    private async ValueTask<AdminAnswer> RotateAsync(AdminCall call)
    {
        var body = (await call.BytesAsync().ConfigureAwait(false)).IsEmpty ? null : await call.BodyAsync().ConfigureAwait(false);
        var overlap = body?.Integer("overlap") ?? 0;
        if (overlap is < 0 or > 30L * 24 * 60 * 60)
        {
            body!.Add("overlap", overlap.ToString(System.Globalization.CultureInfo.InvariantCulture), "0 to 2592000 seconds");
        }

        body?.ThrowIfAny();
        var before = await FindAsync(call).ConfigureAwait(false);
        var grant = await call.Service<IAccessTokens>().RotateIfAsync(before.Id, TimeSpan.FromSeconds(overlap), current => ThrowIfOther(call, before = current), call.Aborted).ConfigureAwait(false) ?? throw AdminException.NotFound("token", before.Id);
        await call.AuditAsync("token.rotate", before.Id, Bytes(before), Bytes(grant.Token)).ConfigureAwait(false);
        return AdminAnswer.Json(show.Of(grant, show.Unit), AdminJsonContext.Default.TokenGrantView);
    }

    private async ValueTask<AdminAnswer> QuotaAsync(AdminCall call)
    {
        call.Query.ThrowIfAny();
        var token = await FindAsync(call).ConfigureAwait(false);
        var quota = await call.Service<IAccessTokens>().GetQuotaAsync(token.Id, call.Aborted).ConfigureAwait(false) ?? throw AdminException.NotFound("token", token.Id);
        return AdminAnswer.Json(show.Of(token.Id, quota), AdminJsonContext.Default.TokenQuotaView);
    }

    /// <summary>The token of the path. One that the caller may not see is one that does not exist.</summary>
    private static async ValueTask<AccessToken> FindAsync(AdminCall call)
    {
        var id = call.Path("id");
        return await call.Service<IAccessTokens>().GetAsync(id, call.Aborted).ConfigureAwait(false) is { } token && SelfServiceCaps.MaySee(call.Caller, token)
            ? token
            : throw AdminException.NotFound("token", id);
    }

    /// <summary>Asked with the change itself: between a look and a change somebody else may come.</summary>
    private void ThrowIfOther(AdminCall call, AccessToken current) => EntityTag.ThrowIfOther(call.Context.Request, TagOf(current));

    private byte[] Bytes(AccessToken token) => JsonSerializer.SerializeToUtf8Bytes(show.Of(token), AdminJsonContext.Default.TokenView);

    private string TagOf(AccessToken token) => EntityTag.Of(Bytes(token));
}
