using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Protocols.Anthropic;

/// <summary>Ids of tool calls in the form that this wire takes: letters, digits, <c>_</c> and <c>-</c> (protocols/anthropic.md §3).</summary>
internal static class AnthropicToolIds
{
    /// <summary>The id as it is, or cleaned. The same foreign id always gives the same clean one, so call and result stay a pair, and two ids never become one.</summary>
    public static string Of(string id) => IsClean(id) ? id : Clean(id);

    public static bool IsClean(string id) => id.Length > 0 && id.All(IsAllowed);

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    private static string Clean(string id)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)), 0, 4);
        return string.Create(id.Length + 1 + hash.Length, (id, hash), static (text, parts) =>
        {
            for (var i = 0; i < parts.id.Length; i++)
            {
                text[i] = IsAllowed(parts.id[i]) ? parts.id[i] : '_';
            }

            text[parts.id.Length] = '_';
            parts.hash.CopyTo(text[(parts.id.Length + 1)..]);
        });
    }
}
