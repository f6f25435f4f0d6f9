using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Spark;

/// <summary>The vendor's own web search, a tool beside the functions (protocols/spark.md §4, §6).</summary>
internal static class SparkSearchTool
{
    public static void Write(Utf8JsonWriter writer, HostedWebSearchTool search)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "web_search"u8);
        writer.WriteStartObject("web_search"u8);
        if (!search.AdditionalProperties.ContainsKey("enable"))
        {
            writer.WriteBoolean("enable"u8, true);
        }

        foreach (var (name, value) in search.AdditionalProperties)
        {
            writer.WritePropertyName(name);
            JsonWrite.Value(writer, value);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
