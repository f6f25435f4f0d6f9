namespace OneApi.Client.Protocols.Azure;

/// <summary>Azure's addresses (protocols/azure.md §1): the deployment in the path where the base leads to deployments, the version in the query where there is one.</summary>
internal static class AzureAddress
{
    private const string Deployments = "/deployments";

    public static string Of(ProviderEndpoint endpoint, string deployment, string operation)
    {
        var path = endpoint.BaseUrl.EndsWith(Deployments, StringComparison.OrdinalIgnoreCase) ? "/" + SegmentOf(endpoint, deployment) + operation : operation;
        return endpoint.ApiVersion is { } version ? endpoint.BaseUrl + path + "?api-version=" + Uri.EscapeDataString(version) : endpoint.BaseUrl + path;
    }

    /// <summary>One segment of a path, whatever the caller named. Dots alone would climb it, encoded or not.</summary>
    private static string SegmentOf(ProviderEndpoint endpoint, string deployment) => deployment is "" or "." or ".."
        ? throw ProviderFaults.Of(endpoint, OneApiErrorKind.ModelNotFound, "No deployment can have this name.")
        : Uri.EscapeDataString(deployment);
}
