using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>Makes contents of addresses and of base64.</summary>
internal static class ResponsesMedia
{
    /// <summary>A data URL, or an address that the provider fetches.</summary>
    public static AIContent Of(string url, string mediaType, string path)
    {
        if (url.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            return Data(url, mediaType, path);
        }

        return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" or "gs" or "s3"
            ? new UriContent(address, mediaType)
            : throw EndpointException.Invalid(path, $"Invalid '{path}'. Expected a valid URL, but got a value with an invalid format.", "invalid_value");
    }

    /// <summary>Data as a data URL, or as base64 alone.</summary>
    public static DataContent Data(string data, string mediaType, string path)
    {
        try
        {
            return data.StartsWith("data:", StringComparison.OrdinalIgnoreCase) ? new(data) : new(Convert.FromBase64String(data), mediaType);
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw EndpointException.Invalid(path, $"Invalid '{path}'. Expected base64-encoded data or a data URL with base64-encoded data, but got a value that is not.", "invalid_value");
        }
    }

    /// <summary>What a file is, by the end of its name or address.</summary>
    public static string TypeOf(string? name)
    {
        var end = name.AsSpan();
        if (end.IndexOfAny('?', '#') is var cut and >= 0)
        {
            end = end[..cut];
        }

        return end[(end.LastIndexOf('.') + 1)..] switch
        {
            "pdf" or "PDF" => "application/pdf",
            "txt" => "text/plain",
            "md" => "text/markdown",
            "csv" => "text/csv",
            "html" => "text/html",
            "json" => "application/json",
            "xml" => "application/xml",
            "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "png" => "image/png",
            "jpg" or "jpeg" => "image/jpeg",
            "webp" => "image/webp",
            "gif" => "image/gif",
            _ => "application/octet-stream",
        };
    }
}
