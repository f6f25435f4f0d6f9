using OneApi.Client.Authentication;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Anthropic;
using OneApi.Client.Protocols.Azure;

namespace OneApi.Client.Providers;

/// <summary>The ways to speak to an Azure resource (protocols/azure.md §1, §2): which one a channel means is told by its address, its deployment or its version.</summary>
internal static class AzureWires
{
    // azure.md §3: stream_options is known since 2024-09-01-preview. max_completion_tokens came with the same versions (unconfirmed).
    private static readonly WireProfile Older = new() { MaxTokensField = "max_tokens", StreamUsage = false };

    private static readonly WireProfile Reasoner = new();

    // Foundry's own API has the older limit member; OpenAI's models that reason refuse it wherever they are served (unconfirmed for Foundry).
    private static readonly WireProfile Foundry = new()
    {
        MaxTokensField = "max_tokens",
        Variants = [("o1", Reasoner), ("o3", Reasoner), ("o4", Reasoner), ("gpt-5", Reasoner)],
    };

    public static readonly ProviderWire[] All =
    [
        new()
        {
            Name = "v1",
            Protocol = "azure",
            BaseMark = "/openai/v1",
            BasePath = "/openai/v1",
            DeploymentIsModel = true,
            Schemes = [AuthenticationSchemes.AzureKey, AuthenticationSchemes.HostToken, AuthenticationSchemes.Bearer],
            Embeddings = true,
            Relays = RelayRoutes.Sound,
        },
        new()
        {
            Name = "deployments",
            Protocol = "azure",
            BaseMark = "/openai/deployments",
            BasePath = "/openai/deployments",
            IsMeantByDeployment = true,
            DeploymentIsModel = true,
            ApiVersion = AzureVersions.Deployments,
            OlderVersions = (AzureVersions.StreamOptions, Older),
            Schemes = [AuthenticationSchemes.AzureKey, AuthenticationSchemes.HostToken],
            Embeddings = true,
            Relays = RelayRoutes.Sound,
        },
        new()
        {
            Name = "foundry",
            Protocol = "azure",
            BaseMark = "/models",
            BasePath = "/models",
            DeploymentIsModel = true,
            ApiVersion = AzureVersions.Foundry,
            Profile = Foundry,
            Schemes = [AuthenticationSchemes.AzureKey, AuthenticationSchemes.HostToken, AuthenticationSchemes.Bearer],
            Embeddings = true,
        },
        new()
        {
            Name = "anthropic",
            Protocol = "messages",
            BaseMark = "/anthropic",
            BasePath = "/anthropic",
            Profile = InternationalProviders.Anthropic,
            DeploymentIsModel = true,
            Schemes = [AuthenticationSchemes.AnthropicKey, AuthenticationSchemes.HostToken, AuthenticationSchemes.AzureKey],
            Errors = [.. AnthropicErrorRules.All, .. ErrorTables.AzureErrors.All],
        },
    ];
}
