using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>
/// The members of a request that the caller wrote in the provider's own words: the raw request first, then
/// AdditionalProperties. They are written as they came, and a writer asks <see cref="Has"/> before it writes its own.
/// </summary>
internal readonly struct RawMembers(JsonObject? raw, AdditionalPropertiesDictionary? additional, params string[] consumed)
{
    /// <summary>Gets a value indicating whether there is nothing to respect, which is the usual case.</summary>
    public bool IsEmpty { get; } = raw is null && additional is null;

    public bool Has(string name) => !IsEmpty && (raw?.ContainsKey(name) == true || (additional?.ContainsKey(name) == true && !consumed.Contains(name)));

    /// <summary>Writes all members but the named ones.</summary>
    public void WriteAll(Utf8JsonWriter writer, params ReadOnlySpan<string> except)
    {
        if (IsEmpty)
        {
            return;
        }

        if (raw is not null)
        {
            foreach (var (name, value) in raw)
            {
                if (!except.Contains(name))
                {
                    writer.WritePropertyName(name);
                    JsonWrite.Node(writer, value);
                }
            }
        }

        if (additional is not null)
        {
            foreach (var (name, value) in additional)
            {
                if (!except.Contains(name) && !consumed.Contains(name) && raw?.ContainsKey(name) != true)
                {
                    writer.WritePropertyName(name);
                    JsonWrite.Value(writer, value);
                }
            }
        }
    }
}
