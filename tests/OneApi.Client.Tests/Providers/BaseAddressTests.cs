using OneApi.Client.Providers;
using Xunit;

namespace OneApi.Client.Tests.Providers;

/// <summary>How a configured base becomes a wire's (protocols/azure.md §1, design §7.1): a bare host gets the page's path, what is there already is not put there again.</summary>
public class BaseAddressTests
{
    [Theory]
    [InlineData("https://x.openai.azure.com", "https://x.openai.azure.com/openai/v1")]
    [InlineData("https://x.openai.azure.com/", "https://x.openai.azure.com/openai/v1")]
    [InlineData("https://x.openai.azure.com/openai", "https://x.openai.azure.com/openai/v1")]
    [InlineData("https://x.openai.azure.com/openai/v1", "https://x.openai.azure.com/openai/v1")]
    [InlineData("https://x.openai.azure.com/OpenAI/V1/", "https://x.openai.azure.com/OpenAI/V1")]
    [InlineData("https://apim.example/team/openai/v1", "https://apim.example/team/openai/v1")]
    [InlineData("https://apim.example/team", "https://apim.example/team/openai/v1")]
    [InlineData("https://apim.example/myopenai", "https://apim.example/myopenai/openai/v1")]
    [InlineData("https://openai", "https://openai/openai/v1")]
    public void V1(string configured, string expected) => Assert.Equal(expected, Wire("v1").BaseOf(configured));

    [Theory]
    [InlineData("https://x.openai.azure.com", "https://x.openai.azure.com/openai/deployments")]
    [InlineData("https://x.openai.azure.com/openai", "https://x.openai.azure.com/openai/deployments")]
    [InlineData("https://x.openai.azure.com/openai/deployments", "https://x.openai.azure.com/openai/deployments")]
    [InlineData("https://x.openai.azure.com/openai/deployments/mine", "https://x.openai.azure.com/openai/deployments/mine")]
    public void Deployments(string configured, string expected) => Assert.Equal(expected, Wire("deployments").BaseOf(configured));

    [Theory]
    [InlineData("foundry", "https://x.services.ai.azure.com", "https://x.services.ai.azure.com/models")]
    [InlineData("foundry", "https://x.services.ai.azure.com/models", "https://x.services.ai.azure.com/models")]
    [InlineData("anthropic", "https://x.services.ai.azure.com", "https://x.services.ai.azure.com/anthropic")]
    [InlineData("anthropic", "https://x.services.ai.azure.com/anthropic/", "https://x.services.ai.azure.com/anthropic")]
    public void Others(string wire, string configured, string expected) => Assert.Equal(expected, Wire(wire).BaseOf(configured));

    /// <summary>Everywhere else a base is used as it is.</summary>
    [Fact]
    public void WiresWithoutAPath_InsertNothing() =>
        Assert.All(
            ProviderCatalogue.All.Where(static row => row.Id != "azure").SelectMany(static row => row.Wires).Where(static wire => wire.BasePath is null),
            static wire => Assert.Equal("https://mine.example/any", wire.BaseOf("https://mine.example/any/")));

    [Theory]
    [InlineData("https://x.openai.azure.com", null, null, "v1")]
    [InlineData("https://x.openai.azure.com", "mine", null, "deployments")]
    [InlineData("https://x.openai.azure.com", null, "2024-10-21", "deployments")]
    [InlineData("https://x.openai.azure.com/openai/v1", null, null, "v1")]
    [InlineData("https://x.openai.azure.com/openai/v1/", "mine", "preview", "v1")]
    [InlineData("https://x.openai.azure.com/openai/deployments/mine", null, null, "deployments")]
    [InlineData("https://x.services.ai.azure.com/models", null, "2024-05-01-preview", "foundry")]
    [InlineData("https://x.services.ai.azure.com/anthropic", null, null, "anthropic")]
    [InlineData("https://models.example", null, null, "v1")]
    [InlineData("https://x.example/openai/v10", null, null, "v1")]
    [InlineData("https://x.example/openai/v10", "mine", null, "deployments")]
    public void Azure_TheAddressComesFirst_ThenDeploymentOrVersion(string address, string? deployment, string? version, string expected) =>
        Assert.Equal(expected, ProviderCatalogue.Find("azure")!.WireFor(new() { BaseUrl = address, Deployment = deployment, ApiVersion = version })!.Name);

    [Theory]
    [InlineData(null, null, "native")]
    [InlineData("https://dashscope-intl.aliyuncs.com", null, "native")]
    [InlineData("https://dashscope-intl.aliyuncs.com/compatible-mode/v1", null, "compatible")]
    [InlineData("https://token-plan.cn-beijing.maas.aliyuncs.com/compatible-mode/v1/", null, "compatible")]
    [InlineData("https://dashscope.aliyuncs.com/compatible-mode/v1", "native", "native")]
    [InlineData("https://dashscope.aliyuncs.com", "Compatible", "compatible")]
    public void Qwen_TheAddressTellsTheWire_UnlessItIsNamed(string? address, string? protocol, string expected) =>
        Assert.Equal(expected, ProviderCatalogue.Find("qwen")!.WireFor(new() { BaseUrl = address, Protocol = protocol })!.Name);

    [Fact]
    public void AnUnknownProtocol_IsNoWire() => Assert.Null(ProviderCatalogue.Find("azure")!.WireFor(new() { Protocol = "v2" }));

    private static ProviderWire Wire(string name) => ProviderCatalogue.Find("azure")!.Wires.Single(wire => wire.Name == name);
}
