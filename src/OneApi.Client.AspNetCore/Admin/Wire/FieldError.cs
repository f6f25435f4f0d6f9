namespace OneApi.Client.AspNetCore.Admin;

/// <summary>One thing that is wrong with a request.</summary>
/// <param name="Field">Where: <c>ip_whitelist[0]</c>.</param>
/// <param name="Found">What was found there; never a secret.</param>
/// <param name="Right">What would be right.</param>
internal sealed record FieldError(string Field, string Found, string Right)
{
    private const int Longest = 80;

    /// <summary>Reads the core's own words for it: <c>field: what was found; what would be right.</c></summary>
    public static FieldError Of(string text)
    {
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        var (field, rest) = colon is > 0 and < 100 ? (text[..colon], text[(colon + 2)..]) : ("", text);
        var end = rest.IndexOf("; ", StringComparison.Ordinal);
        return end < 0 ? new(field, rest.TrimEnd('.'), "") : new(field, rest[..end], rest[(end + 2)..].TrimEnd('.'));
    }

    public static string Short(string text) => text.Length <= Longest ? text : text[..Longest] + "…";
}
