using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneApi.Client.Protocols;

/// <summary>Objects that the caller wrote in the provider's own words, for wires whose requests are objects within objects.</summary>
internal static class RawObject
{
    /// <summary>Takes an object out of another; anything else stays where it is.</summary>
    public static JsonObject? Take(JsonObject from, string name)
    {
        if (from[name] is not JsonObject taken)
        {
            return null;
        }

        from.Remove(name);
        return taken;
    }

    /// <summary>Adds the members that are not there yet.</summary>
    public static JsonObject Merge(JsonObject? to, JsonObject given)
    {
        to ??= [];
        foreach (var (name, value) in given)
        {
            to.TryAdd(name, value?.DeepClone());
        }

        return to;
    }

    public static JsonNode? ToNode(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, JsonWrite.WriterOptions))
        {
            JsonWrite.Value(writer, value);
        }

        return JsonNode.Parse(buffer.WrittenSpan);
    }

    /// <summary>Writes the members of an object into the one that is open.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, JsonObject? members)
    {
        foreach (var (name, value) in members ?? [])
        {
            writer.WritePropertyName(name);
            JsonWrite.Node(writer, value);
        }
    }
}
