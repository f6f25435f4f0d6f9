namespace OneApi.Client;

/// <summary>A call that the gateway relays as it is, with who makes it.</summary>
/// <remarks>Not thread-safe; the gateway changes nothing in it.</remarks>
public sealed class RelayRequest
{
    /// <summary>Gets what is asked for: one of <see cref="RelayOperations"/>.</summary>
    public required string Operation { get; init; }

    /// <summary>Gets the public name of the model. It is what counts for permissions and routes, whatever the body names.</summary>
    public required string Model { get; init; }

    /// <summary>Gets the body as the caller wrote it: one JSON object, or a form. Of these bytes only the model's name is changed on their way out. They must not change while the call lasts.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets the body's content type, for a form with its boundary: it goes out letter for letter.</summary>
    /// <value>The default is <c>application/json</c>.</value>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Gets or sets the access token of the caller.</summary>
    /// <value>The default is <see langword="null"/>: the call is the host's own.</value>
    public string? AccessToken { get; set; }

    /// <summary>Gets or sets the verified network address of the caller, for tokens that may be used from some networks only.</summary>
    /// <value>The default is <see langword="null"/>: not known, so that such tokens are refused.</value>
    public System.Net.IPAddress? ClientAddress { get; set; }

    /// <summary>Gets or sets the group in whose name the call is made.</summary>
    /// <value>The default is <see langword="null"/>: <c>default</c>.</value>
    public string? Group { get; set; }

    /// <summary>Gets or sets labels that the usage record carries.</summary>
    public IDictionary<string, string>? Labels { get; set; }

    /// <summary>Gets or sets the end user on whose behalf the call is made, for reports. It is not sent to providers.</summary>
    public string? EndUser { get; set; }

    /// <summary>Gets or sets headers of the caller's own request. Those that <see cref="OneApiOptions.ForwardHeaders"/> names go on to the provider.</summary>
    public IDictionary<string, string>? ForwardedHeaders { get; set; }

    /// <summary>Gets or sets models that are tried, in order, when every channel of the asked model has failed. Instead of the group's own.</summary>
    public IList<string>? Fallbacks { get; set; }

    /// <summary>Gets or sets what the gateway tells of the call while it runs.</summary>
    /// <value>The default is <see langword="null"/>: nobody asks.</value>
    public CallProgress? Progress { get; set; }

    /// <summary>The token and the body are the caller's own affair, so the text is the operation and the model.</summary>
    /// <returns>Operation and model.</returns>
    public override string ToString() => Operation + " " + Model;
}
