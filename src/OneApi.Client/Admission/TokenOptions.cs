namespace OneApi.Client;

/// <summary>How access tokens are made and kept.</summary>
public sealed class TokenOptions
{
    /// <summary>Gets or sets the secret under which keys are hashed, kept outside the store: at least 32 bytes in UTF-8. Changing it makes every key useless.</summary>
    /// <value>The default is <see langword="null"/>: a random one of this process, which suits only the in-memory store. Never logged, never serialised.</value>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Pepper { get; set; }

    /// <summary>Gets or sets the word that stands in every key, <c>sk-oa-…</c>, so that people and scanners of secrets know whose it is: 1 to 12 letters in lower case and digits.</summary>
    /// <value>The default is <c>oa</c>.</value>
    public string Brand { get; set; } = "oa";
}
