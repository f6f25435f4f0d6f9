namespace OneApi.Client.Testing.Serving;

/// <summary>One endpoint of a wire.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path after the wire's base path; one <c>*</c> stands for a model's name.</param>
/// <param name="Answer">Checks the request and answers it.</param>
internal sealed record WireRoute(string Method, string Path, Func<WireCall, WireAnswer> Answer)
{
    /// <summary>Says whether a path, already without the base path, is this endpoint's.</summary>
    public bool Matches(string path) => Wildcard(path) is not null;

    /// <summary>Gets what stands for the <c>*</c>, empty if the pattern has none; <see langword="null"/> when the path does not match.</summary>
    public string? Wildcard(string path)
    {
        var star = Path.IndexOf('*', StringComparison.Ordinal);

        if (star < 0)
        {
            return path == Path ? "" : null;
        }

        var (head, tail) = (Path[..star], Path[(star + 1)..]);
        var fits = path.Length > head.Length + tail.Length
            && path.StartsWith(head, StringComparison.Ordinal)
            && path.EndsWith(tail, StringComparison.Ordinal);
        var value = fits ? path[head.Length..^tail.Length] : null;

        // Without a verb behind it a model's name ends the path: "/models/x:verb" is another endpoint's.
        return tail.Length == 0 && value is not null && value.AsSpan().ContainsAny('/', ':') ? null : value;
    }
}
