using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace OneApi.Client;

/// <summary>Chat options with what the gateway wants to know besides: who calls, for which group, with which fallbacks.</summary>
/// <remarks>What is set here never reaches a provider as it is; <see cref="AccessToken"/> is never serialised or logged.</remarks>
public class OneApiChatOptions : ChatOptions
{
    /// <summary>Creates empty options.</summary>
    public OneApiChatOptions()
    {
    }

    /// <summary>Creates a copy of any chat options.</summary>
    /// <param name="other">The options to copy; <see langword="null"/> gives empty ones.</param>
    protected OneApiChatOptions(ChatOptions? other)
        : base(other)
    {
        if (other is OneApiChatOptions gateway)
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
            ContinueAfterCut = gateway.ContinueAfterCut;
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

    /// <summary>Gets or sets whether a stream that breaks after text is gone on with by another provider from what was delivered, where one takes the beginning of an answer (assistant prefill).</summary>
    /// <value>The default is <see langword="null"/>: as the group says (<see cref="GroupConfig.ContinueAfterCut"/>).</value>
    /// <remarks>The rest of the answer is another model's work, and the seam can't be checked. The usage of such an answer is estimated in part.</remarks>
    public bool? ContinueAfterCut { get; set; }

    /// <summary>Gets or sets the request as it came over a wire, for channels that speak the same one.</summary>
    /// <value>The default is <see langword="null"/>: every channel gets what messages and options say.</value>
    [JsonIgnore]
    public WireRequest? WireRequest { get; set; }

    /// <summary>Gets or sets what the gateway tells of the call while it runs.</summary>
    /// <value>The default is <see langword="null"/>: nobody asks.</value>
    [JsonIgnore]
    public CallProgress? Progress { get; set; }

    /// <inheritdoc/>
    public override ChatOptions Clone() => new OneApiChatOptions(this);
}
