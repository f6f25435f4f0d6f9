using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>Reads who calls: the key in whichever header his client uses, the verified address, and what he wants of the gateway itself.</summary>
internal sealed class CallerReader(KnownProxies proxies, bool requiresKey)
{
    private const int MaxFallbacks = 16;

    /// <summary>Never offered for forwarding: secrets, what belongs to the connection or to the body, and what is the gateway's own.</summary>
    private static readonly FrozenSet<string> Kept = new[]
    {
        "Authorization", "x-api-key", "api-key", "Cookie", "Host", "Connection", "Content-Length", "Content-Type", "Content-Encoding", "Accept", "Accept-Encoding",
        "Transfer-Encoding", "Keep-Alive", "TE", "Trailer", "Upgrade", "Expect", "Proxy-Authorization", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
        "Forwarded", "X-Real-IP", "x-oneapi-group", "x-oneapi-fallbacks",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="EndpointException">There is no key, or a header says what can't be.</exception>
    public CallerAtDoor Read(HttpContext context)
    {
        var key = KeyOf(context.Request.Headers);
        if (key is null && requiresKey)
        {
            throw new EndpointException(new(401, "invalid_request_error", "invalid_api_key", "You didn't provide an API key. Send your access token in the Authorization header: Authorization: Bearer YOUR_TOKEN.") { ShouldRetry = false });
        }

        var address = proxies.Of(context);
        return new(key, address)
        {
            Group = context.Request.Headers["x-oneapi-group"] is [{ Length: > 0 } group, ..] ? group : null,
            Fallbacks = FallbacksOf(context.Request.Headers["x-oneapi-fallbacks"].ToString()),
            Headers = HeadersOf(context.Request.Headers, address),
        };
    }

    private static string? KeyOf(IHeaderDictionary headers)
    {
        const string Bearer = "Bearer ";
        if (headers.Authorization is [{ } authorization, ..] && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return NullIfEmpty(authorization[Bearer.Length..].Trim());
        }

        return NullIfEmpty(headers["x-api-key"].ToString()) ?? NullIfEmpty(headers["api-key"].ToString());
    }

    private static string[]? FallbacksOf(string header)
    {
        if (header.Length == 0)
        {
            return null;
        }

        var models = header.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return models.Length <= MaxFallbacks ? models : throw EndpointException.Invalid("x-oneapi-fallbacks", $"It names {models.Length} models; at most {MaxFallbacks} can be.");
    }

    /// <summary>The forwarded address is the verified one, whatever the caller wrote.</summary>
    private static Dictionary<string, string> HeadersOf(IHeaderDictionary headers, IPAddress? address)
    {
        var own = new Dictionary<string, string>(headers.Count, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in headers)
        {
            if (!Kept.Contains(name))
            {
                own[name] = value.ToString();
            }
        }

        if (address is not null)
        {
            own["X-Forwarded-For"] = address.ToString();
        }

        return own;
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
