using System.Buffers;
using System.Text.Json;

namespace OneApi.Client.Settings;

/// <summary>What the writers of settings share: members that are left out where nothing is set.</summary>
internal static class SettingJson
{
    public static JsonElement Of<T>(T setting, Action<Utf8JsonWriter, T> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            write(writer, setting);
        }

        return JsonElement.Parse(output.WrittenSpan);
    }

    public static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    public static void Number(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    public static void Texts(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    public static void Map(Utf8JsonWriter writer, string name, IDictionary<string, string> map)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in map)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    public static void Lists(Utf8JsonWriter writer, string name, IDictionary<string, IList<string>> map)
    {
        writer.WriteStartObject(name);
        foreach (var (key, values) in map)
        {
            Texts(writer, key, values);
        }

        writer.WriteEndObject();
    }

    public static void Limits(Utf8JsonWriter writer, RateLimits limits)
    {
        writer.WriteStartObject("limits"u8);
        Number(writer, "requests_per_minute", limits.RequestsPerMinute);
        Number(writer, "tokens_per_minute", limits.TokensPerMinute);
        Number(writer, "concurrency", limits.Concurrency);
        writer.WriteEndObject();
    }
}
