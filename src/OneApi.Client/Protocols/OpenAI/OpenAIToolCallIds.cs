using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Ids of tool calls in the form that a server takes: nine letters and digits for Mistral (mistral.md §2).</summary>
internal static class OpenAIToolCallIds
{
    private const int ShortLength = 9;
    private const string Letters = "abcdefghijklmnopqrstuvwxyz0123456789";

    public static string Of(ChatRequest request, string id) =>
        !request.Profile.ShortToolCallIds || (id.Length == ShortLength && id.All(char.IsAsciiLetterOrDigit)) ? id : Short(id);

    /// <summary>The same foreign id gives the same short one, so call and result stay a pair.</summary>
    private static string Short(string id) => string.Create(ShortLength, SHA256.HashData(Encoding.UTF8.GetBytes(id)), static (text, hash) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = Letters[hash[i] % Letters.Length];
        }
    });
}
