using Microsoft.Extensions.Logging;
using OneApi.Client.Channels;
using OneApi.Client.Gateway;
using OneApi.Client.Quotas;

namespace OneApi.Client.Admission;

/// <summary>The first step of a call: who may ask for what, from where and how often. In the order of reliability §2; everything fails closed.</summary>
internal sealed class Admitter(AccessTokens tokens, IRateLimitStore limits, ILogger<Admitter> logger)
{
    /// <summary>After which time a running call no longer counts, should nobody say that it has ended.</summary>
    public static readonly TimeSpan RunsFor = TimeSpan.FromMinutes(30);

    /// <summary>Finds the caller's token and group, and checks what they allow.</summary>
    /// <exception cref="OneApiException">A kind whose name begins with <c>Caller</c>.</exception>
    public async ValueTask AdmitAsync(Call call)
    {
        if (call.Caller.AccessToken is { } key)
        {
            call.Token = await TokenDoor.EnterAsync(tokens, key, call.Caller.Address, call.CancellationToken, logger).ConfigureAwait(false);
        }

        call.Group = GroupOf(call);
        CheckModel(call);
        if (ScopesOf(call) is { Count: > 0 } scopes)
        {
            await TakeAsync(call, scopes).ConfigureAwait(false);
        }
    }

    private static Group GroupOf(Call call)
    {
        var own = call.Token?.Token.Group;
        var name = own ?? call.Caller.Group ?? Group.DefaultName;
        if (own is not null && call.Caller.Group is { } asked && !asked.Equals(own, StringComparison.OrdinalIgnoreCase))
        {
            throw Forbidden("group_not_allowed", "The access token belongs to another group.");
        }

        return call.Snapshot.Groups.TryGetValue(name, out var group) ? group : throw Forbidden("group_not_allowed", "The group is not configured.");
    }

    private static void CheckModel(Call call)
    {
        if (!call.Group!.Allows(call.Model))
        {
            throw Forbidden("model_not_allowed", "The group may not use the model.");
        }

        if (!call.MayUse(call.Model))
        {
            throw Forbidden("model_not_allowed", "The access token may not use the model.");
        }
    }

    private static List<RateLimitScope>? ScopesOf(Call call)
    {
        List<RateLimitScope>? scopes = null;
        if (call.Token is { Token: { Limits.HasAny: true } token })
        {
            (scopes = new(2)).Add(new("token:" + token.Id, token.Limits));
        }

        if (call.Group!.Limits.HasAny)
        {
            (scopes ??= new(1)).Add(new("group:" + call.Group.Name, call.Group.Limits));
        }

        return scopes;
    }

    private async ValueTask TakeAsync(Call call, List<RateLimitScope> scopes)
    {
        var counts = scopes.Exists(static scope => scope.Limits.TokensPerMinute is not null);
        var permit = new RateLimitPermit(call.Id, scopes, counts ? WorstCost.TokensOf(call) : 0, RunsFor);
        var result = await AcquireAsync(permit).ConfigureAwait(false);
        (call.RequestStanding, call.TokenStanding) = (result.Requests, result.Tokens);
        if (result.IsAllowed)
        {
            call.Permit = permit;
            return;
        }

        throw new OneApiException(OneApiErrorKind.CallerRateLimited)
        {
            ProviderCode = "rate_limit_exceeded",
            ProviderMessage = result.Refused switch
            {
                RateLimitKind.Concurrency => "Too many calls run at the same time.",
                RateLimitKind.Requests => "Too many requests in a minute.",
                _ => "Too many tokens in a minute.",
            },
            RetryAfter = result.RetryAfter,
        };
    }

    private async ValueTask<RateLimitResult> AcquireAsync(RateLimitPermit permit)
    {
        try
        {
            return await limits.AcquireAsync(permit, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // as above
        catch (Exception error)
#pragma warning restore CA1031
        {
            throw TokenDoor.Unavailable(logger, "rate_limit_unavailable", "The rate limits can't be checked at this moment.", error);
        }
    }

    private static OneApiException Forbidden(string code, string message) => TokenDoor.Forbidden(code, message);
}
