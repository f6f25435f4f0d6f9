using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace OneApi.Client.AspNetCore.DataProtection;

/// <summary>Protects secrets with the host's key ring; each purpose has keys of its own.</summary>
internal sealed class DataProtectedSecrets(IDataProtectionProvider provider) : ISecretProtector
{
    private const string Root = "OneApi.Client.Secrets.v1";

    public string Protect(string secret, string purpose) => ProtectorOf(purpose).Protect(secret);

    public string Unprotect(string kept, string purpose)
    {
        try
        {
            return ProtectorOf(purpose).Unprotect(kept);
        }
        catch (CryptographicException error)
        {
            throw new InvalidOperationException("A kept secret can't be read: the key ring of Data Protection does not hold its key any more, or it was changed or moved in the store.", error);
        }
    }

    private IDataProtector ProtectorOf(string purpose) => provider.CreateProtector(Root, purpose);
}
