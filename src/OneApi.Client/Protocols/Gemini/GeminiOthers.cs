using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>Collects the members of an answer that no property of the response fits, for its additional properties.</summary>
internal sealed class GeminiOthers
{
    private readonly UnknownMembers _unknown = new();
    private AdditionalPropertiesDictionary? _found;

    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data) => _unknown.Read(ref reader, data, ref _found);

    /// <summary>Reads a member that means something here too.</summary>
    /// <returns>Its value when it is new, else null.</returns>
    public JsonElement? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data, string name)
    {
        var before = _found?.GetValueOrDefault(name);
        _unknown.Read(ref reader, data, ref _found);
        return _found?.GetValueOrDefault(name) is JsonElement value && !ReferenceEquals(before, _found[name]) ? value : null;
    }

    public UsageDetails? ReadUsage(ref Utf8JsonReader reader) => GeminiUsageReader.Read(ref reader, ref _found);

    /// <summary>Hands out what was found since the last time, or null.</summary>
    public AdditionalPropertiesDictionary? Take()
    {
        var found = _found;
        _found = null;
        return found;
    }
}
