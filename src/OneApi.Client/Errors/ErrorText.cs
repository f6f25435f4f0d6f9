using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OneApi.Client.Errors;

/// <summary>Reads and cleans the words of a provider.</summary>
internal static partial class ErrorText
{
    public const int MaxLength = 500;

    /// <summary>The text of a body that is not JSON: an HTML page is reduced to its title.</summary>
    public static string? OfBody(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body.Length > 4 * MaxLength ? body[..(4 * MaxLength)] : body).Trim();
        if (text.Length == 0)
        {
            return null;
        }

        var title = TitlePattern().Match(text);
        return Cut(title.Success ? title.Groups[1].Value.Trim() : text);
    }

    /// <summary>A wait that a message names ("try again in 1.5s", "retry after 26 seconds", "in 6m0s"), or null.</summary>
    public static TimeSpan? WaitIn(string? message)
    {
        if (message is null)
        {
            return null;
        }

        var match = WaitPattern().Match(message);
        return match.Success ? GoDuration(match.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal)) : null;
    }

    /// <summary>A duration as Go prints it: <c>12ms</c>, <c>1.5s</c>, <c>6m0s</c>; a bare number means seconds.</summary>
    public static TimeSpan? GoDuration(string text)
    {
        var total = TimeSpan.Zero;
        var any = false;
        foreach (Match part in DurationPattern().Matches(text))
        {
            if (!double.TryParse(part.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var number) || number > 1e8)
            {
                return null;
            }

            if (total.TotalDays > 3650)
            {
                return null; // nobody waits ten years, and sums of such numbers overflow
            }

            any = true;
            total += part.Groups[2].ValueSpan switch
            {
                "ms" or "milliseconds" => TimeSpan.FromMilliseconds(number),
                "m" or "minutes" or "minute" => TimeSpan.FromMinutes(number),
                "h" or "hours" or "hour" => TimeSpan.FromHours(number),
                _ => TimeSpan.FromSeconds(number),
            };
        }

        return any ? total : null;
    }

    /// <summary>Cuts a message to length and takes out whatever looks like a key, and the given secrets wherever they stand.</summary>
    public static string? Clean(string? message, params IEnumerable<string?> secrets)
    {
        if (string.IsNullOrWhiteSpace(message))
        {
            return null;
        }

        foreach (var secret in secrets)
        {
            if (secret is { Length: >= 4 })
            {
                message = WithoutTail(message.Replace(secret, "***", StringComparison.Ordinal), secret);
            }
        }

        return Cut(SecretPattern().Replace(message, "***"));
    }

    /// <summary>A message that somebody cut may end within a secret.</summary>
    private static string WithoutTail(string message, string secret)
    {
        const int Telling = 8;
        for (var length = Math.Min(secret.Length - 1, message.Length); length >= Telling; length--)
        {
            if (message.AsSpan().EndsWith(secret.AsSpan(0, length), StringComparison.Ordinal))
            {
                return message[..^length] + "***";
            }
        }

        return message;
    }

    private static string Cut(string text) => text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];

    [GeneratedRegex("<title[^>]*>([^<]*)</title>", RegexOptions.IgnoreCase)]
    private static partial Regex TitlePattern();

    [GeneratedRegex(@"(?:try again|retry)\s+(?:in|after)\s+((?:\d+(?:\.\d+)?\s*(?:ms|milliseconds|seconds?|minutes?|hours?|s|m|h)\s*)+)", RegexOptions.IgnoreCase)]
    private static partial Regex WaitPattern();

    [GeneratedRegex(@"(\d+(?:\.\d+)?)(milliseconds|ms|minutes?|m|hours?|h|seconds?|s)?")]
    private static partial Regex DurationPattern();

    [GeneratedRegex(@"\b(?:sk|pk|rk|gsk|xai|nvapi|hf|r8|tgp|ark|pplx|csk|fw)[-_][A-Za-z0-9_\-*.]{6,}|\bAIza[A-Za-z0-9_\-]{10,}|(?<=\bBearer\s)[^\s""',]{6,}|(?<=[?&](?:key|access_token|api_key|token|authorization)=)[^&\s""']+|\beyJ[A-Za-z0-9_\-]{10,}\.[A-Za-z0-9_\-.]+")]
    private static partial Regex SecretPattern();
}
