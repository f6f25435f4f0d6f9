using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>One attempt's image request as a wire sees it. The caller's request and options are never changed.</summary>
internal sealed record ImageRequest
{
    public required string Prompt { get; init; }

    /// <summary>Gets the images to begin with; any make the call an edit.</summary>
    public IReadOnlyList<AIContent> Originals { get; init; } = [];

    public ImageGenerationOptions? Options { get; init; }

    /// <summary>Gets the model name on the wire, after the model map.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the raw request that the caller began; a wire fills only what it leaves open.</summary>
    public JsonObject? Raw { get; init; }

    public required ProviderEndpoint Endpoint { get; init; }

    public required WarningSink Warnings { get; init; }

    /// <summary>Gets a value indicating whether a setting that can't be honoured refuses the call.</summary>
    public bool Strict { get; init; }

    /// <summary>Gets the caller's headers that go on to the provider.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ForwardedHeaders { get; init; } = [];

    public int Count => Options?.Count ?? 1;

    public System.Drawing.Size? Size => Options?.ImageSize;

    public bool WantsUri => Options?.ResponseFormat is ImageGenerationResponseFormat.Uri;

    public bool WantsData => Options?.ResponseFormat is ImageGenerationResponseFormat.Data;

    /// <summary>Gets what the caller says in the provider's own words.</summary>
    public RawMembers Extras => new(Raw, Options?.AdditionalProperties);

    /// <summary>The refusal of what the provider has no way to do.</summary>
    public OneApiException Refuse(string setting, string why) => new(OneApiErrorKind.Unsupported)
    {
        Provider = Endpoint.Provider,
        ProviderCode = "setting_not_supported",
        ProviderMessage = setting + ": " + why,
    };
}
