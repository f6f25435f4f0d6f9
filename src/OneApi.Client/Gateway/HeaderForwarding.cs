using System.Collections.Frozen;
using OneApi.Client.Channels;

namespace OneApi.Client.Gateway;

/// <summary>Which of a caller's headers go on to the provider: those the gateway lists, and never one that carries a secret or belongs to a connection.</summary>
internal static class HeaderForwarding
{
    /// <summary>Never forwarded, whatever the list says (reliability §4).</summary>
    public static readonly FrozenSet<string> Forbidden = new[]
    {
        "Authorization", "Proxy-Authorization", "Proxy-Authenticate", "Cookie", "Set-Cookie", "Host", "Connection", "Keep-Alive", "TE", "Trailer",
        "Transfer-Encoding", "Upgrade", "Content-Length", "Content-Type", "Content-Encoding", "Accept", "Accept-Encoding", "Expect",
        "x-api-key", "api-key", "x-goog-api-key",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Says whether the caller's own client repeats a call. Clients made by Stainless (OpenAI's, Anthropic's) count their tries.</summary>
    public static bool SaysRetry(IDictionary<string, string>? headers)
    {
        foreach (var (name, value) in headers ?? FrozenDictionary<string, string>.Empty)
        {
            if (name.Equals("x-stainless-retry-count", StringComparison.OrdinalIgnoreCase))
            {
                return value is not ("" or "0");
            }
        }

        return false;
    }

    public static IReadOnlyList<KeyValuePair<string, string>> Select(GatewaySnapshot snapshot, IDictionary<string, string>? headers)
    {
        if (headers is not { Count: > 0 } || snapshot.ForwardHeaders.Count == 0)
        {
            return [];
        }

        return [.. headers.Where(header => snapshot.ForwardHeaders.Contains(header.Key) && !Forbidden.Contains(header.Key))];
    }
}
