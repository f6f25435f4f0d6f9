using OneApi.Client.Errors;

namespace OneApi.Client.Providers;

/// <summary>One row of the catalogue: a provider is data; code stands only where a wire truly differs.</summary>
internal sealed record ProviderDefinition
{
    /// <summary>Gets the id that configuration uses.</summary>
    public required string Id { get; init; }

    /// <summary>Gets the name that people know.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Gets the name in OpenTelemetry's spelling (<c>gen_ai.provider.name</c>); the id where the conventions name none.</summary>
    public string? TelemetryName { get; init; }

    /// <summary>Gets the ways to speak to it, the default first.</summary>
    public required ProviderWire[] Wires { get; init; }

    /// <summary>Gets a value indicating whether a channel must have a key.</summary>
    public bool RequiresKey { get; init; } = true;

    /// <summary>Gets a value indicating whether a model is a workflow that the channel brings along (ComfyUI).</summary>
    public bool NeedsWorkflows { get; init; }

    /// <summary>Gets the well-known environment variables of its key, the preferred first.</summary>
    public string[] EnvironmentVariables { get; init; } = [];

    /// <summary>Gets the wire that a key of those variables belongs to, or null for the first.</summary>
    public string? EnvironmentWire { get; init; }

    /// <summary>Gets patterns of the public model names that a channel serves when it names none; empty means every model.</summary>
    public string[] Models { get; init; } = [];

    /// <summary>Gets patterns of models that think before they speak, and so need more time to their first token.</summary>
    public string[] ReasoningModels { get; init; } = [];

    /// <summary>Gets the provider's error table, tried before the general rows.</summary>
    public ErrorRule[] Errors { get; init; } = [];

    /// <summary>The wire of a channel: the one it names; else the one that its address or its deployment speaks of; else the first. Null where it names one that is not known here.</summary>
    public ProviderWire? WireFor(ChannelConfig channel)
    {
        if (channel.Protocol is { } named)
        {
            return Array.Find(Wires, wire => wire.Name.Equals(named, StringComparison.OrdinalIgnoreCase));
        }

        var byAddress = Array.Find(Wires, wire => wire.BaseMark is { } mark && BaseAddress.Has(channel.BaseUrl, mark));
        var byDeployment = string.IsNullOrEmpty(channel.Deployment) && string.IsNullOrEmpty(channel.ApiVersion) ? null : Array.Find(Wires, static wire => wire.IsMeantByDeployment);
        return byAddress ?? byDeployment ?? Wires[0];
    }
}
