using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using OneApi.Client.Transport;

namespace OneApi.Client.Authentication;

/// <summary><c>Authorization: Bearer {token}</c> with a token made from the key, or the key itself where it is of another form (zhipu.md §2).</summary>
/// <remarks>A token serves until 30 of its 210 seconds are left. It is kept as long as its credential, so a reload leaves nothing behind.</remarks>
internal sealed class ZhipuJwtHandler(TimeProvider time) : DelegatingHandler
{
    private readonly ConditionalWeakTable<Credential, Issued> _tokens = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request is not ProviderRequest { Credential: { ApiKey: { Length: > 0 } key } credential } || request.Headers.NonValidated.Contains("Authorization"))
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TokenFor(credential, key) ?? key);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            _tokens.Remove(credential); // perhaps the clocks have drifted apart (code 1003): the next attempt signs anew
        }

        return response;
    }

    private string? TokenFor(Credential credential, string key)
    {
        var now = time.GetUtcNow();
        if (_tokens.TryGetValue(credential, out var issued) && issued.ServesAt(now))
        {
            return issued.Token;
        }

        if (ZhipuJwt.TryCreate(key, now, ZhipuJwt.Lifetime) is not { } token)
        {
            return null;
        }

        _tokens.AddOrUpdate(credential, new(token, now)); // two callers at once make two good tokens; the later one stays
        return token;
    }

    private sealed class Issued(string token, DateTimeOffset at)
    {
        public string Token => token;

        /// <summary>Not before it was made either: a clock set back would let the provider see the future.</summary>
        public bool ServesAt(DateTimeOffset now) => now >= at && now <= at + ZhipuJwt.Lifetime - ZhipuJwt.MinimumLeft;
    }
}
