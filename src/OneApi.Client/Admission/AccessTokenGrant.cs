using System.Text;

namespace OneApi.Client;

/// <summary>A new key and the token that it is for.</summary>
/// <param name="Key">The key: shown this once, stored only as a keyed hash. It is left out when the grant is printed.</param>
/// <param name="Token">The token.</param>
public sealed record AccessTokenGrant(string Key, AccessToken Token)
{
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Key = ***, Token = ").Append(Token.Id);
        return true;
    }
}
