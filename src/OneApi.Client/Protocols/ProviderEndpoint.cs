using OneApi.Client.Errors;

namespace OneApi.Client.Protocols;

/// <summary>Where and how one configured channel reaches its provider. Immutable; made once per snapshot.</summary>
internal sealed class ProviderEndpoint
{
    /// <summary>Gets the provider's id, which also marks the opaque state that this provider hands out.</summary>
    public required string Provider { get; init; }

    /// <summary>Gets the base to which a protocol appends its paths; no slash at its end.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>Gets the application's id, where a wire names it in its requests.</summary>
    public string? AppId { get; init; }

    /// <summary>Gets the deployment that serves the channel whatever the model's name (Azure), or null.</summary>
    public string? Deployment { get; init; }

    /// <summary>Gets the version of the provider's API that the channel asks for, or null.</summary>
    public string? ApiVersion { get; init; }

    /// <summary>Gets the name that goes out in the place of every model's, or null.</summary>
    public string? FixedModel { get; init; }

    /// <summary>Gets a value indicating whether names of models go out without their dots.</summary>
    public bool DropsDots { get; init; }

    /// <summary>Gets what this provider's server knows of the wire.</summary>
    public WireProfile Profile { get; init; } = WireProfile.Default;

    /// <summary>Gets what this provider's server knows of its image wire.</summary>
    public ImageProfile ImageProfile { get; init; } = ImageProfile.Default;

    /// <summary>Gets the workflows of the channel by the model that each stands for (ComfyUI).</summary>
    public IReadOnlyDictionary<string, ImageWorkflow> Workflows { get; init; } = System.Collections.Frozen.FrozenDictionary<string, ImageWorkflow>.Empty;

    /// <summary>Gets the provider's error table.</summary>
    public required ErrorClassifier Errors { get; init; }

    /// <summary>Gets headers that go with every request, the configured ones included.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The name that goes out for a model, after the model maps.</summary>
    public string ModelOf(string wireModel) => FixedModel ?? (DropsDots ? wireModel.Replace(".", "", StringComparison.Ordinal) : wireModel);
}
