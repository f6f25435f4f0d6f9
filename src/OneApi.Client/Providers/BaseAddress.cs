namespace OneApi.Client.Providers;

/// <summary>Reads and completes the path of a configured base address, segment by segment and without regard to case.</summary>
internal static class BaseAddress
{
    /// <summary>True when the address's path has the given one in it.</summary>
    public static bool Has(string? address, string path)
    {
        var own = PathOf(address);
        for (var at = own.IndexOf(path, StringComparison.OrdinalIgnoreCase); at >= 0;)
        {
            var end = at + path.Length;
            if (end == own.Length || own[end] == '/')
            {
                return true;
            }

            var next = own[end..].IndexOf(path, StringComparison.OrdinalIgnoreCase);
            at = next < 0 ? -1 : end + next;
        }

        return false;
    }

    /// <summary>Appends the path, but nothing of it that the address has already: all of it anywhere, or its beginning at the end.</summary>
    public static string Join(string address, string? path)
    {
        if (path is null || Has(address, path))
        {
            return address;
        }

        var own = PathOf(address);
        for (var cut = path.LastIndexOf('/'); cut > 0; cut = path.LastIndexOf('/', cut - 1))
        {
            if (own.EndsWith(path.AsSpan(0, cut), StringComparison.OrdinalIgnoreCase))
            {
                return address + path[cut..];
            }
        }

        return address + path;
    }

    private static ReadOnlySpan<char> PathOf(string? address)
    {
        var text = address.AsSpan().TrimEnd('/');
        var host = text.IndexOf("://", StringComparison.Ordinal) + "://".Length;
        if (host < "://".Length)
        {
            return [];
        }

        var path = text[host..].IndexOf('/');
        return path < 0 ? [] : text[(host + path)..];
    }
}
