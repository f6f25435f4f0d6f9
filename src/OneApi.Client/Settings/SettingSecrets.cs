using System.Buffers;
using System.Text;
using System.Text.Json;

namespace OneApi.Client.Settings;

/// <summary>Parts a channel's secrets from the rest, and protects them where they are kept for long.</summary>
internal static class SettingSecrets
{
    private const string Protected = "p:";
    private const string Plain = "m:";
    private static readonly string[] Members = ["api_key", "api_keys", "secret_key", "session_token", "headers"];

    /// <summary>What a channel says without its secrets, and those: the named ones, and those of before that are not named.</summary>
    public static (string Json, JsonElement? Secrets) Split(JsonElement channel, JsonElement? before)
    {
        var said = Write(channel, static name => !Members.Contains(name), null)!;
        var secrets = Write(channel, static name => Members.Contains(name), before);
        return (said, secrets is null or "{}" ? null : JsonElement.Parse(Encoding.UTF8.GetBytes(secrets)));
    }

    /// <summary>What was said before, with the members that are named anew.</summary>
    public static JsonElement Merge(JsonElement before, JsonElement change) => JsonElement.Parse(Encoding.UTF8.GetBytes(Write(change, static _ => true, before)));

    /// <summary>What secrets of a setting are protected for: this setting at this address, so that whoever can write to the store can't have them sent elsewhere.</summary>
    public static string PurposeOf(string kind, string name, JsonElement said) => $"{kind}\n{name.ToUpperInvariant()}\n{OriginGuard.PlaceOf(said)}";

    /// <exception cref="SettingsException">The store is durable, and nobody protects secrets.</exception>
    public static string? Close(JsonElement? secrets, bool isDurable, IEnumerable<ISecretProtector> protectors, string purpose)
    {
        if (secrets is not { } held)
        {
            return null;
        }

        if (!isDurable)
        {
            return Plain + held.GetRawText();
        }

        return protectors.LastOrDefault() is { } protector
            ? Protected + protector.Protect(held.GetRawText(), purpose)
            : throw new SettingsException(["api_key: secrets are not kept without protection; register an ISecretProtector, such as AddDataProtectedSecrets() of OneApi.Client.AspNetCore."]);
    }

    /// <exception cref="InvalidOperationException">They can't be read: another protector has kept them.</exception>
    public static JsonElement? Open(string? kept, IEnumerable<ISecretProtector> protectors, string purpose)
    {
        if (kept is null)
        {
            return null;
        }

        var text = kept.StartsWith(Plain, StringComparison.Ordinal) ? kept[Plain.Length..]
            : (protectors.LastOrDefault() ?? throw new InvalidOperationException("Secrets of the store are protected, and no ISecretProtector is registered.")).Unprotect(kept[Protected.Length..], purpose);
        return JsonElement.Parse(Encoding.UTF8.GetBytes(text));
    }

    private static string Write(JsonElement channel, Func<string, bool> takes, JsonElement? before)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            foreach (var member in channel.EnumerateObject())
            {
                if (takes(member.Name))
                {
                    member.WriteTo(writer);
                }
            }

            if (before is { } held)
            {
                foreach (var member in held.EnumerateObject())
                {
                    if (!channel.TryGetProperty(member.Name, out _))
                    {
                        member.WriteTo(writer);
                    }
                }
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
