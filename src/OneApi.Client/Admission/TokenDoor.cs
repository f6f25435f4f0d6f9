using System.Net;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.Admission;

/// <summary>Lets the holder of a key in, or says why not: the key is known, works still, and may be used from where it comes.</summary>
internal static class TokenDoor
{
    /// <exception cref="OneApiException">The key opens nothing, or can't be checked.</exception>
    public static async ValueTask<AuthenticatedToken> EnterAsync(AccessTokens tokens, string key, IPAddress? address, CancellationToken cancellationToken, ILogger? logger = null)
    {
        var (token, code) = await FindAsync(tokens, key, logger, cancellationToken).ConfigureAwait(false);
        if (token is null)
        {
            throw new OneApiException(OneApiErrorKind.CallerUnauthorized)
            {
                ProviderCode = code,
                ProviderMessage = code == "token_expired" ? "The access token has expired." : "The access token is not known.",
            };
        }

        return token.Addresses.Allows(address) ? token : throw Forbidden("ip_not_allowed", "The access token may not be used from this address.");
    }

    public static OneApiException Unavailable(ILogger? logger, string code, string message, Exception error)
    {
        if (logger is not null)
        {
            Log.StoreUnreachable(logger, code, error);
        }

        return new(OneApiErrorKind.NoChannel, error) { ProviderCode = code, ProviderMessage = message };
    }

    public static OneApiException Forbidden(string code, string message) => new(OneApiErrorKind.CallerForbidden) { ProviderCode = code, ProviderMessage = message };

    private static async ValueTask<(AuthenticatedToken? Token, string? Code)> FindAsync(AccessTokens tokens, string key, ILogger? logger, CancellationToken cancellationToken)
    {
        try
        {
            return await tokens.AuthenticateAsync(key, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // a store may throw anything: what can't be checked is refused
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            throw Unavailable(logger, "token_unavailable", "The access token can't be checked at this moment.", error);
        }
    }
}
