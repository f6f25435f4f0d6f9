using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>Image options with what the gateway wants to know besides: who calls, and for which group.</summary>
[Experimental("ONEAPI001")]
public class OneApiImageGenerationOptions : ImageGenerationOptions
{
    /// <summary>Creates empty options.</summary>
    public OneApiImageGenerationOptions()
    {
    }

    /// <summary>Creates a copy of any image options.</summary>
    /// <param name="other">The options to copy; <see langword="null"/> gives empty ones.</param>
    protected OneApiImageGenerationOptions(ImageGenerationOptions? other)
        : base(other)
    {
        if (other is OneApiImageGenerationOptions gateway)
        {
            AccessToken = gateway.AccessToken;
            ClientAddress = gateway.ClientAddress;
            Group = gateway.Group;
            EndUser = gateway.EndUser;
            Labels = gateway.Labels is null ? null : new Dictionary<string, string>(gateway.Labels);
            ForwardedHeaders = gateway.ForwardedHeaders is null ? null : new Dictionary<string, string>(gateway.ForwardedHeaders, StringComparer.OrdinalIgnoreCase);
            Progress = gateway.Progress;
            Fallbacks = gateway.Fallbacks is null ? null : [.. gateway.Fallbacks];
        }
    }

    /// <summary>Gets or sets the access token of the caller.</summary>
    /// <value>The default is <see langword="null"/>: the call is the host's own.</value>
    [JsonIgnore]
    public string? AccessToken { get; set; }

    /// <summary>Gets or sets the verified network address of the caller, for tokens that may be used from some networks only.</summary>
    /// <value>The default is <see langword="null"/>: not known, so that such tokens are refused.</value>
    [JsonIgnore]
    public System.Net.IPAddress? ClientAddress { get; set; }

    /// <summary>Gets or sets the group in whose name the call is made.</summary>
    /// <value>The default is <see langword="null"/>: <c>default</c>.</value>
    public string? Group { get; set; }

    /// <summary>Gets or sets labels that the usage record carries.</summary>
    public IDictionary<string, string>? Labels { get; set; }

    /// <summary>Gets or sets the end user on whose behalf the call is made, for reports. It is not sent to providers.</summary>
    public string? EndUser { get; set; }

    /// <summary>Gets or sets headers of the caller's own request. Those that <see cref="OneApiOptions.ForwardHeaders"/> names go on to the provider.</summary>
    [JsonIgnore]
    public IDictionary<string, string>? ForwardedHeaders { get; set; }

    /// <summary>Gets or sets models that are tried, in order, when every channel of the asked model has failed. Instead of the group's own.</summary>
    public IList<string>? Fallbacks { get; set; }

    /// <summary>Gets or sets what the gateway tells of the call while it runs.</summary>
    /// <value>The default is <see langword="null"/>: nobody asks.</value>
    [JsonIgnore]
    public CallProgress? Progress { get; set; }

    /// <inheritdoc/>
    public override ImageGenerationOptions Clone() => new OneApiImageGenerationOptions(this);
}
