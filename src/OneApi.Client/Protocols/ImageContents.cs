using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>Makes contents of what providers give, and reads what callers give: data with its media type, or an address.</summary>
internal static class ImageContents
{
    /// <summary>The media type where nothing tells which kind of image it is.</summary>
    public const string AnyImage = "image/*";

    public static AIContent OfData(byte[] data, string? mediaType, AdditionalPropertiesDictionary? others) =>
        new DataContent(data, Sniff(data) ?? mediaType ?? AnyImage) { AdditionalProperties = others };

    /// <summary>An address; a data URI is data.</summary>
    public static AIContent? OfUrl(string url, string? mediaType, AdditionalPropertiesDictionary? others)
    {
        if (url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            try
            {
                return new DataContent(url) { AdditionalProperties = others };
            }
            catch (ArgumentException)
            {
                return null;
            }
        }

        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? new UriContent(address, mediaType ?? OfExtension(address) ?? AnyImage) { AdditionalProperties = others }
            : null;
    }

    /// <summary>The media type by the first bytes, or null.</summary>
    public static string? Sniff(ReadOnlySpan<byte> data)
    {
        if (data.Length > 4 && data[0] == 0x89 && data[1..].StartsWith("PNG"u8))
        {
            return "image/png";
        }

        if (data.Length > 2 && data[0] == 0xFF && data[1] == 0xD8)
        {
            return "image/jpeg";
        }

        if (data.Length > 12 && data.StartsWith("RIFF"u8) && data[8..].StartsWith("WEBP"u8))
        {
            return "image/webp";
        }

        return data.StartsWith("GIF8"u8) ? "image/gif" : null;
    }

    /// <summary>The word of a media type by which providers name a format (<c>png</c>, <c>jpeg</c>, <c>webp</c>), or null.</summary>
    public static string? FormatOf(string? mediaType) => mediaType?.ToUpperInvariant() switch
    {
        "IMAGE/PNG" => "png",
        "IMAGE/JPEG" or "IMAGE/JPG" => "jpeg",
        "IMAGE/WEBP" => "webp",
        _ => null,
    };

    /// <summary>The text by which a JSON wire takes an image: a data URI or the caller's own address; null for any other content.</summary>
    public static string? AddressOf(AIContent content) => content switch
    {
        DataContent data => data.Uri,
        UriContent uri => uri.Uri.AbsoluteUri,
        _ => null,
    };

    public static string FileNameOf(DataContent data, string name) => data.Name ?? $"{name}.{FormatOf(data.MediaType) ?? "png"}";

    private static string? OfExtension(Uri address) => Path.GetExtension(address.AbsolutePath).ToUpperInvariant() switch
    {
        ".PNG" => "image/png",
        ".JPG" or ".JPEG" => "image/jpeg",
        ".WEBP" => "image/webp",
        ".GIF" => "image/gif",
        _ => null,
    };
}
