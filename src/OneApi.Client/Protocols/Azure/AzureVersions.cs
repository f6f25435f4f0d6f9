namespace OneApi.Client.Protocols.Azure;

/// <summary>The versions of Azure's APIs that are asked for when a channel names none (protocols/azure.md §1). The v1 form needs none.</summary>
internal static class AzureVersions
{
    /// <summary>The last generally available one of the deployments form.</summary>
    public const string Deployments = "2024-10-21";

    /// <summary>The one of Foundry's model inference.</summary>
    public const string Foundry = "2024-05-01-preview";

    /// <summary>The first version that knows <c>stream_options</c> (azure.md §3).</summary>
    public const string StreamOptions = "2024-09-01";
}
