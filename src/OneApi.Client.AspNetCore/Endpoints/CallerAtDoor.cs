using System.Net;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>Who calls over HTTP, as the request says it and the connection proves it.</summary>
/// <param name="Key">The access token's key, or null where none is needed and none was given. A secret.</param>
/// <param name="Address">The verified address, or null.</param>
internal sealed record CallerAtDoor(string? Key, IPAddress? Address)
{
    /// <summary>Gets the id of the access token, or null without one.</summary>
    public string? TokenId { get; init; }

    /// <summary>Gets the group that a header names, or null.</summary>
    public string? Group { get; init; }

    /// <summary>Gets the fallback models that a header names, or null.</summary>
    public IList<string>? Fallbacks { get; init; }

    /// <summary>Gets the headers that may go on to providers, where the gateway's list names them.</summary>
    public required IDictionary<string, string> Headers { get; init; }

    /// <summary>The key is a secret, so the text of a caller is his address.</summary>
    public override string ToString() => Address?.ToString() ?? "?";
}
