using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>Reads bodies whole and bounded, and checks that JSON is JSON of a bearable depth before anybody looks into it.</summary>
internal static class BodyReader
{
    /// <exception cref="EndpointException">The body is empty, too large, too deep, no JSON object, or packed.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadJsonAsync(HttpContext context, long maxBytes, int maxDepth)
    {
        var body = await ReadAsync(context, maxBytes).ConfigureAwait(false);
        CheckJson(body.Span, maxDepth);
        return body;
    }

    /// <exception cref="EndpointException">The body is too large, or packed.</exception>
    public static async ValueTask<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, long maxBytes)
    {
        var request = context.Request;
        if (request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            throw new EndpointException(new(415, "invalid_request_error", "unsupported_content_encoding", "The body is packed; send it without Content-Encoding."));
        }

        if (request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null; // our own limit answers in the caller's dialect
        }

        var buffer = new byte[request.ContentLength ?? 16 * 1024];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                if (length == request.ContentLength)
                {
                    return buffer;
                }

                Array.Resize(ref buffer, (int)Math.Min(length * 2L + 1, maxBytes + 1));
            }

            var read = await request.Body.ReadAsync(buffer.AsMemory(length), context.RequestAborted).ConfigureAwait(false);
            if (read == 0)
            {
                return buffer.AsMemory(0, length);
            }

            length += read;
            if (length > maxBytes)
            {
                throw TooLarge(maxBytes);
            }
        }
    }

    /// <exception cref="EndpointException">It is no JSON object, or too deep.</exception>
    public static void CheckJson(ReadOnlySpan<byte> body, int maxDepth)
    {
        if (body.TrimStart(" \t\r\n"u8).IsEmpty)
        {
            throw EndpointException.Invalid(null, "The body is empty; send a JSON object.", "invalid_json");
        }

        if (!Utf8.IsValid(body))
        {
            throw EndpointException.Invalid(null, "The body is no valid UTF-8.", "invalid_json");
        }

        try
        {
            Walk(body, maxDepth);
        }
        catch (JsonException error)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
            throw EndpointException.Invalid(null, $"We could not parse the JSON body of your request: it breaks at {place}.", "invalid_json");
        }
    }

    private static void Walk(ReadOnlySpan<byte> body, int maxDepth)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 1000 });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw EndpointException.Invalid(null, "The body is JSON, but no object; send a JSON object.", "invalid_json");
        }

        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth >= maxDepth)
            {
                throw EndpointException.Invalid(null, string.Create(CultureInfo.InvariantCulture, $"The JSON body is nested deeper than {maxDepth} levels."), "json_too_deep");
            }
        }
    }

    private static EndpointException TooLarge(long maxBytes) => new(new(
        413,
        "invalid_request_error",
        "request_too_large",
        string.Create(CultureInfo.InvariantCulture, $"The body is larger than {maxBytes} bytes ({maxBytes / (1024 * 1024)} MiB).")) { ShouldRetry = false });
}
