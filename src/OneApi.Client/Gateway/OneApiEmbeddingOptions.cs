using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>Embedding options with what the gateway wants to know besides: who calls, and for which group.</summary>
public class OneApiEmbeddingOptions : EmbeddingGenerationOptions
{
    /// <summary>Creates empty options.</summary>
    public OneApiEmbeddingOptions()
    {
    }

    /// <summary>Creates a copy of any embedding options.</summary>
    /// <param name="other">The options to copy; <see langword="null"/> gives empty ones.</param>
    protected OneApiEmbeddingOptions(EmbeddingGenerationOptions? other)
        : base(other)
    {
        if (other is OneApiEmbeddingOptions gateway)
        {
            AccessToken = gateway.AccessToken;
            ClientAddress = gateway.ClientAddress;
            Group = gateway.Group;
            EndUser = gateway.EndUser;
            Labels = gateway.Labels is null ? null : new Dictionary<string, string>(gateway.Labels);
            ForwardedHeaders = gateway.ForwardedHeaders is null ? null : new Dictionary<string, string>(gateway.ForwardedHeaders, StringComparer.OrdinalIgnoreCase);
            Progress = gateway.Progress;
            WireRequest = gateway.WireRequest;
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
    /// <remarks>Vectors of different models can't be compared: name only models that share one space.</remarks>
    public IList<string>? Fallbacks { get; set; }

    /// <summary>Gets or sets the request as it came over a wire, for channels that speak the same one.</summary>
    /// <value>The default is <see langword="null"/>: every channel gets what texts and options say.</value>
    /// <remarks>What such a channel answers comes back in <see cref="OneApiResponseExtensions.GetOneApiWireBytes"/>, and the list of vectors stays empty. Where the request's <c>input</c> is tokens, give no texts beside it: channels of other wires get what the tokens stand for.</remarks>
    [JsonIgnore]
    public WireRequest? WireRequest { get; set; }

    /// <summary>Gets or sets what the gateway tells of the call while it runs.</summary>
    /// <value>The default is <see langword="null"/>: nobody asks.</value>
    [JsonIgnore]
    public CallProgress? Progress { get; set; }

    /// <inheritdoc/>
    public override EmbeddingGenerationOptions Clone() => new OneApiEmbeddingOptions(this);
}
