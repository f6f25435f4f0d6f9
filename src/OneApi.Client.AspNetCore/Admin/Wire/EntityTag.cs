using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Tags of single resources: what a resource says, as a short hash.</summary>
internal static class EntityTag
{
    public static string Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return $"\"{Base64Url.EncodeToString(hash[..16])}\"";
    }

    /// <exception cref="AdminException">The request is about another state of the resource.</exception>
    public static void ThrowIfOther(HttpRequest request, string tag)
    {
        if (request.Headers.IfMatch is { Count: > 0 } wanted && !Names(wanted, tag))
        {
            throw new AdminException(412, "changed_meanwhile", "It was changed since you have read it; read it again, and send its new ETag in If-Match.");
        }
    }

    public static bool IsKnown(HttpRequest request, string tag) => request.Headers.IfNoneMatch is { Count: > 0 } known && Names(known, tag);

    private static bool Names(StringValues header, string tag) =>
        header.ToString().Split(',', StringSplitOptions.TrimEntries).Any(one => one == "*" || one == tag || (one.StartsWith("W/", StringComparison.Ordinal) && one[2..] == tag));
}
