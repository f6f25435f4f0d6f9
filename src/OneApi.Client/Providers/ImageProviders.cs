using OneApi.Client.Authentication;
using OneApi.Client.Providers.ErrorTables;

namespace OneApi.Client.Providers;

/// <summary>Providers that make images and nothing else (protocols/images.md §4 to §7).</summary>
internal static class ImageProviders
{
    public static readonly ProviderDefinition[] All =
    [
        new()
        {
            Id = "stability",
            DisplayName = "Stability AI",
            Wires = [new() { Name = "rest", Images = "stability", BaseUrl = "https://api.stability.ai" }],
            EnvironmentVariables = ["STABILITY_API_KEY"],
            Models = ["stable-*", "sd3*"],
            Errors = StabilityErrors.All,
        },
        new()
        {
            Id = "sd-webui",
            DisplayName = "Stable Diffusion WebUI (AUTOMATIC1111, Forge)",
            Wires = [new() { Name = "rest", Images = "sd-webui", BaseUrl = "http://localhost:7860", Schemes = [AuthenticationSchemes.Basic] }],
            RequiresKey = false,
            Errors = WebUIErrors.All,
        },
        new()
        {
            Id = "comfyui",
            DisplayName = "ComfyUI",
            Wires = [new() { Name = "rest", Images = "comfyui", BaseUrl = "http://localhost:8188" }],
            RequiresKey = false,
            NeedsWorkflows = true,
            Errors = ComfyUIErrors.All,
        },
        new()
        {
            Id = "replicate",
            DisplayName = "Replicate",
            Wires = [new() { Name = "rest", Images = "replicate", BaseUrl = "https://api.replicate.com/v1" }],
            Errors = ReplicateErrors.All,
        },
    ];
}
