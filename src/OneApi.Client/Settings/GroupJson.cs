using System.Text.Json;

namespace OneApi.Client.Settings;

/// <summary>Writes a group as it is set.</summary>
internal static class GroupJson
{
    public static JsonElement Of(GroupConfig group) => SettingJson.Of(group, Write);

    private static void Write(Utf8JsonWriter writer, GroupConfig group)
    {
        writer.WriteStartObject();
        SettingJson.Texts(writer, "models", group.Models);
        SettingJson.Map(writer, "model_map", group.ModelMap);
        writer.WriteString("strategy"u8, group.Strategy);
        writer.WriteString("affinity"u8, group.Affinity.ToString());
        SettingJson.Lists(writer, "fallbacks", group.Fallbacks);
        writer.WriteStartObject("fallbacks_by_kind"u8);
        foreach (var (kind, fallbacks) in group.FallbacksByKind)
        {
            SettingJson.Lists(writer, kind, fallbacks);
        }

        writer.WriteEndObject();
        SettingJson.Texts(writer, "fallback_on", group.FallbackOn);
        writer.WriteBoolean("continue_after_cut"u8, group.ContinueAfterCut);
        writer.WriteString("price_ratio"u8, group.PriceRatio);
        WriteCanaries(writer, group.Canary);
        WriteShadows(writer, group.Shadow);
        SettingJson.Limits(writer, group.Limits);
        writer.WriteEndObject();
    }

    private static void WriteCanaries(Utf8JsonWriter writer, IList<CanaryConfig> canaries)
    {
        writer.WriteStartArray("canary"u8);
        foreach (var canary in canaries)
        {
            writer.WriteStartObject();
            WriteCommon(writer, canary.Name, canary.Channels, canary.Models, canary.Percent);
            writer.WriteString("step"u8, canary.Step.ToString());
            writer.WriteString("sticky_by"u8, canary.StickyBy.ToString());
            SettingJson.Text(writer, "salt", canary.Salt);
            writer.WriteString("shadow_budget"u8, canary.ShadowBudget);
            WriteGuards(writer, canary.Guards);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteShadows(Utf8JsonWriter writer, IList<ShadowConfig> shadows)
    {
        writer.WriteStartArray("shadow"u8);
        foreach (var shadow in shadows)
        {
            writer.WriteStartObject();
            WriteCommon(writer, shadow.Name, shadow.Channels, shadow.Models, shadow.Percent);
            writer.WriteString("budget"u8, shadow.Budget);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCommon(Utf8JsonWriter writer, string? name, IList<string> channels, IList<string> models, double percent)
    {
        SettingJson.Text(writer, "name", name);
        SettingJson.Texts(writer, "channels", channels);
        SettingJson.Texts(writer, "models", models);
        writer.WriteNumber("percent"u8, percent);
    }

    private static void WriteGuards(Utf8JsonWriter writer, CanaryGuards guards)
    {
        writer.WriteStartObject("guards"u8);
        writer.WriteNumber("min_calls"u8, guards.MinCalls);
        Share("error_margin", guards.ErrorMargin);
        Share("empty_margin", guards.EmptyMargin);
        Share("first_token_ratio", guards.FirstTokenRatio);
        Share("cost_ratio", guards.CostRatio);
        writer.WriteEndObject();

        void Share(string name, double? value)
        {
            if (value is { } share)
            {
                writer.WriteNumber(name, share);
                return;
            }

            writer.WriteNull(name); // not watched
        }
    }
}
