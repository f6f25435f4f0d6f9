namespace OneApi.Client.Testing.Azure;

/// <summary>What a request's path says: which form it is, and the deployment where the path names it.</summary>
internal static class AzurePath
{
    private const string Deployments = "/openai/deployments/";

    public static bool IsV1(FakeRequest request) => request.Path.StartsWith("/openai/v1/", StringComparison.Ordinal);

    public static bool IsFoundry(FakeRequest request) => request.Path.StartsWith("/models/", StringComparison.Ordinal);

    public static bool IsClaude(FakeRequest request) => request.Path.StartsWith("/anthropic/", StringComparison.Ordinal);

    /// <summary>The deployment in the path; <see langword="null"/> on every other form.</summary>
    public static string? DeploymentOf(FakeRequest request)
    {
        if (!request.Path.StartsWith(Deployments, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = request.Path[Deployments.Length..];
        var end = rest.IndexOf('/', StringComparison.Ordinal);

        // The server leaves an encoded slash as it is: it belongs to the name.
        return Uri.UnescapeDataString(end < 0 ? rest : rest[..end]);
    }
}
