using OneApi.Client.Gateway;

namespace OneApi.Client.DependencyInjection;

/// <summary>Which names may stand in a list of headers that are forwarded.</summary>
internal static class ForwardHeaderCheck
{
    /// <summary>What is wrong with a name, as the end of a sentence, or null.</summary>
    public static string? ErrorOf(string? name)
    {
        if (HeaderForwarding.Forbidden.Contains((name ?? string.Empty).Trim()))
        {
            return $"'{name}' is never forwarded, because it carries a secret or belongs to the connection; take it out.";
        }

        using var probe = new HttpRequestMessage();
        return string.IsNullOrWhiteSpace(name) || !probe.Headers.TryAddWithoutValidation(name, string.Empty)
            ? $"'{name}' is not a header of a request; name one like 'X-Request-Source'."
            : null;
    }
}
