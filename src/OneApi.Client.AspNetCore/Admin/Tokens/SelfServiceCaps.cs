using System.Globalization;
using System.IO.Enumeration;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>What self-made test tokens may be at most. What their maker leaves out is the most.</summary>
internal sealed class SelfServiceCaps(OneApiSelfServiceOptions options, QuotaUnit unit, TimeProvider time)
{
    /// <summary>The label that says who has made a token. It stands in usage records too, so that reports know who tests.</summary>
    public const string MakerLabel = "self_service";

    /// <summary>Whether a token is the caller's own to see. All others see all.</summary>
    public static bool MaySee(AdminCaller caller, AccessToken token) =>
        caller.Role is not OneApiAdminRole.SelfService || (token.Labels.TryGetValue(MakerLabel, out var maker) && maker == caller.Name);

    /// <summary>Holds a new token to the caps. Errors are added to the body's.</summary>
    public async ValueTask ApplyAsync(AdminBody body, AccessTokenRequest request, AdminCaller caller, IAccessTokens tokens, CancellationToken cancellationToken)
    {
        request.Group = Fixed(body, "group", request.Group, options.Group);
        request.Owner = Fixed(body, "owner", request.Owner, caller.Name);
        CapLife(body, request);
        CapMoney(body, request);
        CapModels(body, request);
        var most = options.MaxRequestsPerMinute;
        if (request.Limits.RequestsPerMinute > most)
        {
            body.Add("limits.requests_per_minute", request.Limits.RequestsPerMinute.Value.ToString(CultureInfo.InvariantCulture), $"at most {most} for a self-made token");
        }

        request.Limits = request.Limits with { RequestsPerMinute = request.Limits.RequestsPerMinute ?? most };
        if (body.Has(MakerLabel) || request.Labels.ContainsKey(MakerLabel))
        {
            body.Add("labels." + MakerLabel, "is set", "leave it out: it says who has made the token");
        }

        request.Labels[MakerLabel] = caller.Name;
        var active = await CountAsync(caller, tokens, cancellationToken).ConfigureAwait(false);
        if (active >= options.MaxTokens)
        {
            body.Add("", $"{active} active test tokens of yours", $"at most {options.MaxTokens}; revoke one first");
        }
    }

    private static string Fixed(AdminBody body, string name, string? found, string right)
    {
        if (body.Value(name) is not null && found != right)
        {
            body.Add(name, FieldError.Short(found ?? ""), $"'{right}', or leave it out: self-made tokens have no other");
        }

        return right;
    }

    private void CapLife(AdminBody body, AccessTokenRequest request)
    {
        var latest = time.GetUtcNow() + options.MaxLife;
        if (request.ExpiresIn > options.MaxLife || request.ExpiresAt > latest)
        {
            var name = request.ExpiresIn is null ? "expires_at" : "expires_in";
            body.Add(name, FieldError.Short(body.Value(name)?.GetRawText() ?? ""), string.Create(CultureInfo.InvariantCulture, $"at most {(long)options.MaxLife.TotalSeconds} seconds from now for a self-made token"));
        }

        if (request is { ExpiresIn: null, ExpiresAt: null })
        {
            request.ExpiresIn = options.MaxLife;
        }
    }

    private void CapMoney(AdminBody body, AccessTokenRequest request)
    {
        if (request.QuotaMicros > options.MaxQuotaMicros)
        {
            body.Add(body.Value("quota") is null ? "quota_usd" : "quota", unit.Write(request.QuotaMicros.Value).Text, $"at most {unit.Write(options.MaxQuotaMicros).Text} {unit.Name}s for a self-made token");
        }

        request.QuotaMicros ??= options.MaxQuotaMicros;
    }

    private void CapModels(AdminBody body, AccessTokenRequest request)
    {
        if (options.Models.Count == 0)
        {
            return;
        }

        for (var i = 0; i < request.Models.Count; i++)
        {
            var asked = request.Models[i];
            if (!options.Models.Any(allowed => FileSystemName.MatchesSimpleExpression(Escaped(allowed), asked)))
            {
                body.Add($"models[{i}]", FieldError.Short(asked), "one of " + string.Join(", ", options.Models));
            }
        }

        if (request.Models.Count == 0)
        {
            request.Models = [.. options.Models];
        }
    }

    /// <summary>In a pattern of models only the star means more than itself.</summary>
    private static string Escaped(string pattern) => pattern.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("?", "\\?", StringComparison.Ordinal);

    private async ValueTask<int> CountAsync(AdminCaller caller, IAccessTokens tokens, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var active = 0;
        await foreach (var token in tokens.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            active += token.IsActiveAt(now) && MaySee(caller, token) ? 1 : 0;
        }

        return active;
    }
}
