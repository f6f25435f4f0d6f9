using System.Buffers.Text;
using System.Security.Cryptography;

namespace Gateway;

/// <summary>Secrets of 256 random bits.</summary>
internal static class RandomSecret
{
    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
