using System.Text.Json.Serialization;

namespace OneApi.Client;

/// <summary>A key to the admin API with a role of its own.</summary>
public sealed class OneApiAdminKey
{
    /// <summary>Gets or sets who holds it, for the audit and as the owner of self-made tokens: 1 to 60 characters, each name once.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>Gets or sets the key: 32 characters or more. A secret.</summary>
    [JsonIgnore]
    public string Key { get; set; } = string.Empty;

    /// <summary>Gets or sets what its holder may do.</summary>
    /// <value>The default is <see cref="OneApiAdminRole.Viewer"/>.</value>
    public OneApiAdminRole Role { get; set; }
}
