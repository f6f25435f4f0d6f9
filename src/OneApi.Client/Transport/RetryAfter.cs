using System.Globalization;
using System.Net.Http.Headers;

namespace OneApi.Client.Transport;

/// <summary>Reads how long a provider asks to wait: <c>retry-after-ms</c>, then <c>retry-after</c> in seconds or as a date (protocols/openai.md §1).</summary>
internal static class RetryAfter
{
    /// <param name="headers">The answer's headers.</param>
    /// <param name="now">The instant against which a date is read: the provider's own clock where it names one.</param>
    public static TimeSpan? Of(HttpResponseHeaders headers, DateTimeOffset now)
    {
        // Azure was seen to send a zero here beside a real retry-after, so a zero counts as absent.
        if (Number(headers, "retry-after-ms") is > 0 and var milliseconds)
        {
            return TimeSpan.FromMilliseconds(milliseconds);
        }

        if (Number(headers, "retry-after") is { } seconds)
        {
            return seconds >= 0 ? TimeSpan.FromSeconds(seconds) : null;
        }

        if (First(headers, "retry-after") is { } text && TryParseDate(text, out var until))
        {
            return until > now ? until - now : TimeSpan.Zero;
        }

        return null;
    }

    /// <summary>Reads <c>x-should-retry</c>, which overrides what one would do oneself (protocols/openai.md §1, doubao.md §7); null when it is absent.</summary>
    public static bool? ShouldRetry(HttpResponseHeaders headers) => bool.TryParse(First(headers, "x-should-retry"), out var should) ? should : null;

    /// <summary>RFC 9110 §5.6.7: three forms are in use, the last of which is C's <c>asctime</c>.</summary>
    private static bool TryParseDate(string text, out DateTimeOffset date) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out date)
        || DateTimeOffset.TryParseExact(text, "ddd MMM d HH:mm:ss yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out date);

    private static double? Number(HttpResponseHeaders headers, string name) =>
        double.TryParse(First(headers, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number < 1e9 ? number : null;

    private static string? First(HttpResponseHeaders headers, string name)
    {
        if (headers.NonValidated.TryGetValues(name, out var values))
        {
            foreach (var value in values)
            {
                return value;
            }
        }

        return null;
    }
}
