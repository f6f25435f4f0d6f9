using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OneApi.Client.Settings;

/// <summary>Writes a channel as it is set, without its secrets: of those the number, and eight digits of their fingerprints.</summary>
internal static class ChannelJson
{
    public static JsonElement Of(ChannelConfig channel)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            Write(writer, channel);
        }

        return JsonElement.Parse(output.WrittenSpan);
    }

    /// <summary>What is shown of a channel may come back with a change of it: the members that only tell something are left out.</summary>
    public static JsonElement WithoutShown(JsonElement channel)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            foreach (var member in channel.EnumerateObject())
            {
                if (member.Name is not ("name" or "header_names" or "key_count" or "key_fingerprints" or "has_secret_key"))
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return JsonElement.Parse(output.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, ChannelConfig channel)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, channel.Name);
        writer.WriteString("provider"u8, channel.Provider);
        Text(writer, "protocol", channel.Protocol);
        Text(writer, "authentication", channel.Authentication);
        Text(writer, "base_url", channel.BaseUrl);
        Text(writer, "auth_base_url", channel.AuthBaseUrl);
        Text(writer, "api_version", channel.ApiVersion);
        Text(writer, "deployment", channel.Deployment);
        Text(writer, "region", channel.Region);
        Text(writer, "project", channel.Project);
        Text(writer, "app_id", channel.AppId);
        Texts(writer, "models", channel.Models);
        writer.WriteStartObject("model_map"u8);
        foreach (var (model, to) in channel.ModelMap)
        {
            writer.WriteString(model, to);
        }

        writer.WriteEndObject();
        Texts(writer, "groups", channel.Groups);
        writer.WriteNumber("priority"u8, channel.Priority);
        writer.WriteNumber("weight"u8, channel.Weight);
        writer.WriteBoolean("enabled"u8, channel.Enabled);
        Texts(writer, "allowed_networks", channel.AllowedNetworks);
        Texts(writer, "header_names", [.. channel.Headers.Keys]);
        WriteLimits(writer, channel.Limits);
        WriteTimeouts(writer, channel.Timeouts);
        WriteSecrets(writer, channel);
        writer.WriteEndObject();
    }

    private static void WriteLimits(Utf8JsonWriter writer, RateLimits limits)
    {
        writer.WriteStartObject("limits"u8);
        Number(writer, "requests_per_minute", limits.RequestsPerMinute);
        Number(writer, "tokens_per_minute", limits.TokensPerMinute);
        Number(writer, "concurrency", limits.Concurrency);
        writer.WriteEndObject();
    }

    private static void WriteTimeouts(Utf8JsonWriter writer, ChannelTimeouts timeouts)
    {
        writer.WriteStartObject("timeouts"u8);
        Text(writer, "connect", timeouts.Connect?.ToString("c"));
        Text(writer, "first_token", timeouts.FirstToken?.ToString("c"));
        Text(writer, "idle", timeouts.Idle?.ToString("c"));
        Text(writer, "idle_content", timeouts.IdleContent?.ToString("c"));
        Text(writer, "total", timeouts.Total?.ToString("c"));
        writer.WriteEndObject();
    }

    private static void WriteSecrets(Utf8JsonWriter writer, ChannelConfig channel)
    {
        var keys = (string.IsNullOrEmpty(channel.ApiKey) ? channel.ApiKeys : channel.ApiKeys.Prepend(channel.ApiKey)).Distinct(StringComparer.Ordinal).ToList();
        writer.WriteNumber("key_count"u8, keys.Count);
        Texts(writer, "key_fingerprints", [.. keys.Select(Fingerprint)]);
        writer.WriteBoolean("has_secret_key"u8, !string.IsNullOrEmpty(channel.SecretKey));
    }

    /// <summary>Enough to tell two keys apart, and nothing of either.</summary>
    private static string Fingerprint(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 4));

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private static void Texts(Utf8JsonWriter writer, string name, IList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
