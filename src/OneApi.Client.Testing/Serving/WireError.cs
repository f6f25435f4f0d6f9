using System.Text.Json.Nodes;

namespace OneApi.Client.Testing.Serving;

/// <summary>An error in the provider's own words.</summary>
internal sealed record WireError(int Status, JsonObject Body)
{
    public Dictionary<string, string> Headers { get; init; } = [];
}
