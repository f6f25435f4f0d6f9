using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>Writes what callers may know of how their call went (design §7.2, reliability §2).</summary>
internal static class AnswerHeaders
{
    /// <param name="headers">The answer's headers.</param>
    /// <param name="progress">The call.</param>
    /// <param name="elapsed">How long the request has taken so far, all told.</param>
    public static void Write(IHeaderDictionary headers, CallProgress progress, TimeSpan elapsed)
    {
        Put(headers, "x-oneapi-channel", progress.Channel);
        Put(headers, "x-oneapi-model", progress.Model);
        Put(headers, "x-oneapi-group", progress.Group);
        headers["x-oneapi-attempts"] = progress.Attempts.ToString(CultureInfo.InvariantCulture);
        headers["x-oneapi-warnings"] = progress.Warnings.ToString(CultureInfo.InvariantCulture);
        var overhead = elapsed - progress.UpstreamTime;
        headers["x-oneapi-overhead-ms"] = Math.Max(0, overhead.TotalMilliseconds).ToString("0.###", CultureInfo.InvariantCulture);
        WriteLimit(headers, "requests", progress.Requests);
        WriteLimit(headers, "tokens", progress.Tokens);
    }

    /// <summary>Says when another try is worth it, in the words of HTTP and of the vendors' clients.</summary>
    public static void WriteRetry(IHeaderDictionary headers, EndpointError error)
    {
        if (error.RetryAfter is { } wait)
        {
            headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
            headers["retry-after-ms"] = Math.Max(1, (long)Math.Ceiling(wait.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (error.ShouldRetry is { } retry)
        {
            headers["x-should-retry"] = retry ? "true" : "false";
        }
    }

    private static void WriteLimit(IHeaderDictionary headers, string name, RateLimitStanding? standing)
    {
        if (standing is not { } limit)
        {
            return;
        }

        headers["x-ratelimit-limit-" + name] = limit.Limit.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-remaining-" + name] = limit.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["x-ratelimit-reset-" + name] = limit.Reset.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture) + "s";
    }

    /// <summary>A name that no header can hold is written with its other characters escaped.</summary>
    private static void Put(IHeaderDictionary headers, string name, string? value)
    {
        if (value is { Length: > 0 })
        {
            headers[name] = value.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 ? value : Uri.EscapeDataString(value);
        }
    }
}
