using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Authentication;

/// <summary>Spark's signed address (spark.md §3), for the WebSocket (GET) and for its HTTP services (POST).</summary>
internal static class SparkUrlSigner
{
    /// <summary>Signs an address for one connection made now; five minutes off is refused with 403.</summary>
    /// <remarks>The secret looks like base64, but is used as it is written. A query that the address has is not kept: nothing of it would be signed.</remarks>
    public static SparkSignature Sign(Uri address, string method, string apiKey, string apiSecret, DateTimeOffset now)
    {
        var host = RequestHost.Of(address); // must equal the Host header
        var date = now.UtcDateTime.ToString("R", CultureInfo.InvariantCulture);
        var stringToSign = $"host: {host}\ndate: {date}\n{method} {address.AbsolutePath} HTTP/1.1";

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        SigningText.Hmac(apiSecret, stringToSign, hash);
        var signature = Convert.ToBase64String(hash);

        var origin = $"api_key=\"{apiKey}\", algorithm=\"hmac-sha256\", headers=\"host date request-line\", signature=\"{signature}\"";
        var authorization = Convert.ToBase64String(Encoding.UTF8.GetBytes(origin));
        return new()
        {
            StringToSign = stringToSign,
            Signature = signature,
            AuthorizationOrigin = origin,
            Authorization = authorization,
            Address = new($"{address.Scheme}://{host}{address.AbsolutePath}?authorization={Form(authorization)}&date={Form(date)}&host={Form(host)}"),
        };
    }

    /// <summary>As a form's value: a space is <c>+</c>, all else percent-encoded.</summary>
    private static string Form(string value) => WebUtility.UrlEncode(value);
}
