using System.Text.Json;

namespace OneApi.Client.Settings;

/// <summary>Secrets are bound to the place that they were entered for: whoever may edit a channel must not be able to send its key elsewhere (reliability §4).</summary>
internal static class OriginGuard
{
    private static readonly string[] Keys = ["api_key", "api_keys", "secret_key"];

    /// <summary>Whether the changed channel speaks to another provider, scheme, host or port.</summary>
    public static bool Moves(JsonElement before, JsonElement after) => PlaceOf(before) != PlaceOf(after);

    /// <summary>Provider and addresses that a channel's secrets are sent to, as one text.</summary>
    public static string PlaceOf(JsonElement channel) => $"{Text(channel, "provider")}\n{OriginOf(channel, "base_url")}\n{OriginOf(channel, "auth_base_url")}";

    public static bool HasKey(JsonElement channel) => Keys.Any(name => channel.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null);

    private static string? Text(JsonElement channel, string name) =>
        channel.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()!.ToUpperInvariant() : null;

    private static string? OriginOf(JsonElement channel, string name) =>
        Text(channel, name) is { } url ? Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.GetLeftPart(UriPartial.Authority).ToUpperInvariant() : url : null;
}
