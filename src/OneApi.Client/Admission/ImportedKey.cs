using System.Buffers;
using System.Security.Cryptography;

namespace OneApi.Client.Admission;

/// <summary>A key that another gateway has issued: <c>sk-</c> and at least 32 letters and digits. It carries no id, so its own keyed hash finds it.</summary>
internal static class ImportedKey
{
    private const string Start = "sk-";
    private const string IdStart = "x-";
    private const int ShortestSecret = 32;
    private const int LongestSecret = 200;
    private const int IdBytes = 10;
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static bool HasShape(ReadOnlySpan<char> text) =>
        text.StartsWith(Start, StringComparison.Ordinal) && text.Length - Start.Length is >= ShortestSecret and <= LongestSecret && !text[Start.Length..].ContainsAnyExcept(Allowed);

    /// <summary>The id under which the key is kept. It tells nothing of the key.</summary>
    public static string IdOf(ReadOnlySpan<byte> hash) => IdStart + Convert.ToHexStringLower(SHA256.HashData(hash).AsSpan(0, IdBytes));
}
