using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Testing.Anthropic;

/// <summary>The signature of a thinking block: made of its text, so that any fake can check it when it comes back.</summary>
internal static class AnthropicSignature
{
    public static string Of(string thinking) => "Eq" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(thinking)));
}
