namespace OneApi.Client.Authentication;

/// <summary>The query of an address, for the schemes that sign it in an order of their own.</summary>
internal static class RequestQuery
{
    /// <summary>The pairs unescaped. A <c>+</c> stays a plus: addresses are made with <c>%20</c> for a space.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(Uri address)
    {
        var query = address.Query.AsSpan().TrimStart('?');
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            if (pair.IsEmpty)
            {
                continue;
            }

            var equals = pair.IndexOf('=');
            var name = equals < 0 ? pair : pair[..equals];
            var value = equals < 0 ? default : pair[(equals + 1)..];
            pairs.Add(new(Uri.UnescapeDataString(name), Uri.UnescapeDataString(value)));
        }

        return pairs;
    }
}
