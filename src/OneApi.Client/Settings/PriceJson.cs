using System.Text.Json;

namespace OneApi.Client.Settings;

/// <summary>Writes prices as they are set.</summary>
internal static class PriceJson
{
    public static JsonElement Of(PriceConfig price) => SettingJson.Of(price, Write);

    public static void Write(Utf8JsonWriter writer, PriceConfig price)
    {
        writer.WriteStartObject();
        SettingJson.Text(writer, "input", price.Input);
        SettingJson.Text(writer, "cached_input", price.CachedInput);
        SettingJson.Text(writer, "cache_write", price.CacheWrite);
        SettingJson.Text(writer, "output", price.Output);
        SettingJson.Text(writer, "reasoning", price.Reasoning);
        SettingJson.Text(writer, "audio_input", price.AudioInput);
        SettingJson.Text(writer, "audio_output", price.AudioOutput);
        SettingJson.Text(writer, "per_image", price.PerImage);
        SettingJson.Text(writer, "per_call", price.PerCall);
        SettingJson.Text(writer, "currency", price.Currency);
        SettingJson.Number(writer, "default_output_tokens", price.DefaultOutputTokens);
        if (price.Tiers.Count > 0)
        {
            writer.WriteStartArray("tiers"u8);
            foreach (var tier in price.Tiers)
            {
                WriteTier(writer, tier);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteTier(Utf8JsonWriter writer, PriceTierConfig tier)
    {
        writer.WriteStartObject();
        writer.WriteNumber("above_input_tokens"u8, tier.AboveInputTokens);
        SettingJson.Text(writer, "input", tier.Input);
        SettingJson.Text(writer, "cached_input", tier.CachedInput);
        SettingJson.Text(writer, "cache_write", tier.CacheWrite);
        SettingJson.Text(writer, "output", tier.Output);
        writer.WriteEndObject();
    }
}
