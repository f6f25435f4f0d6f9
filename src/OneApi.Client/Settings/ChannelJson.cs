using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OneApi.Client.Settings;

/// <summary>Writes a channel as it is set, without its secrets: of those the number, and eight digits of their fingerprints.</summary>
internal static class ChannelJson
{
    public static JsonElement Of(ChannelConfig channel) => SettingJson.Of(channel, Write);

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
        SettingJson.Text(writer, "protocol", channel.Protocol);
        SettingJson.Text(writer, "authentication", channel.Authentication);
        SettingJson.Text(writer, "base_url", channel.BaseUrl);
        SettingJson.Text(writer, "auth_base_url", channel.AuthBaseUrl);
        SettingJson.Text(writer, "api_version", channel.ApiVersion);
        SettingJson.Text(writer, "deployment", channel.Deployment);
        if (channel.DeploymentWithoutDots)
        {
            writer.WriteBoolean("deployment_without_dots"u8, value: true);
        }

        SettingJson.Text(writer, "region", channel.Region);
        SettingJson.Text(writer, "project", channel.Project);
        SettingJson.Text(writer, "app_id", channel.AppId);
        SettingJson.Texts(writer, "models", channel.Models);
        SettingJson.Map(writer, "model_map", channel.ModelMap);
        SettingJson.Texts(writer, "groups", channel.Groups);
        writer.WriteNumber("priority"u8, channel.Priority);
        writer.WriteNumber("weight"u8, channel.Weight);
        writer.WriteBoolean("enabled"u8, channel.Enabled);
        SettingJson.Texts(writer, "allowed_networks", channel.AllowedNetworks);
        SettingJson.Texts(writer, "header_names", [.. channel.Headers.Keys]);
        SettingJson.Limits(writer, channel.Limits);
        WriteTimeouts(writer, channel.Timeouts);
        WritePrices(writer, channel.Prices);
        WriteWorkflows(writer, channel.Workflows);
        WriteSecrets(writer, channel);
        writer.WriteEndObject();
    }

    private static void WritePrices(Utf8JsonWriter writer, IDictionary<string, PriceConfig> prices)
    {
        if (prices.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("prices"u8);
        foreach (var (model, price) in prices)
        {
            writer.WritePropertyName(model);
            PriceJson.Write(writer, price);
        }

        writer.WriteEndObject();
    }

    private static void WriteWorkflows(Utf8JsonWriter writer, IDictionary<string, WorkflowConfig> workflows)
    {
        if (workflows.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("workflows"u8);
        foreach (var (model, workflow) in workflows)
        {
            writer.WriteStartObject(model);
            SettingJson.Text(writer, "file", workflow.File);
            SettingJson.Text(writer, "json", workflow.Json);
            SettingJson.Map(writer, "inputs", workflow.Inputs);
            SettingJson.Text(writer, "output", workflow.Output);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteTimeouts(Utf8JsonWriter writer, ChannelTimeouts timeouts)
    {
        writer.WriteStartObject("timeouts"u8); // null is said where it means no limit, and left out where it is the default
        writer.WriteString("connect"u8, timeouts.Connect?.ToString("c"));
        SettingJson.Text(writer, "first_token", timeouts.FirstToken?.ToString("c"));
        writer.WriteString("idle"u8, timeouts.Idle?.ToString("c"));
        writer.WriteString("idle_content"u8, timeouts.IdleContent?.ToString("c"));
        SettingJson.Text(writer, "total", timeouts.Total?.ToString("c"));
        writer.WriteEndObject();
    }

    private static void WriteSecrets(Utf8JsonWriter writer, ChannelConfig channel)
    {
        var keys = (string.IsNullOrEmpty(channel.ApiKey) ? channel.ApiKeys : channel.ApiKeys.Prepend(channel.ApiKey)).Distinct(StringComparer.Ordinal).ToList();
        writer.WriteNumber("key_count"u8, keys.Count);
        SettingJson.Texts(writer, "key_fingerprints", [.. keys.Select(Fingerprint)]);
        writer.WriteBoolean("has_secret_key"u8, !string.IsNullOrEmpty(channel.SecretKey));
    }

    /// <summary>Enough to tell two keys apart, and nothing of either.</summary>
    private static string Fingerprint(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 4));
}
