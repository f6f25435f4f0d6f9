using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Testing.Anthropic;

/// <summary>The signature of a thinking block: made of its text, so that any fake can check it when it comes back.</summary>
internal static class AnthropicSignature
{
    private const string Mark = "EqFake";

    /// <summary>Says whether a block may come back: what a fake signed must be unchanged; what the real service signed can't be checked here.</summary>
    public static bool Fits(string thinking, string? signature)
        => !string.IsNullOrEmpty(signature) && (!signature.StartsWith(Mark, StringComparison.Ordinal) || signature == Of(thinking));

    public static string Of(string thinking) => Mark + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(thinking)));
}
