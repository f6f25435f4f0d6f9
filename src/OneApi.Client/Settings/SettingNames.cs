using System.Text.Json;

namespace OneApi.Client.Settings;

/// <summary>
/// Checks how the members of a setting are spelled. The readers of the configuration take a name in any case and with or without underscores; here each has one spelling
/// and stands once: what is a secret, and which address it belongs to, is told by the name.
/// </summary>
internal static class SettingNames
{
    private static readonly string[] Exact =
    [
        "name", "provider", "base_url", "auth_base_url", "api_key", "api_keys", "secret_key", "session_token", "headers", "weight", "priority", "enabled", "to",
    ];

    private static readonly Dictionary<string, string> ByPlainName = Exact.ToDictionary(Plain, StringComparer.Ordinal);

    /// <exception cref="SettingsException">A member is spelled in another way, or is there twice.</exception>
    public static void Check(JsonElement setting)
    {
        var errors = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in setting.EnumerateObject())
        {
            var plain = Plain(member.Name);
            if (ByPlainName.TryGetValue(plain, out var exact) && exact != member.Name)
            {
                errors.Add($"{member.Name}: is not known; write '{exact}'.");
            }
            else if (!seen.Add(plain))
            {
                errors.Add($"{member.Name}: is there twice; keep one of them.");
            }
        }

        if (errors.Count > 0)
        {
            throw new SettingsException(errors);
        }
    }

    /// <summary>For a setting that was not checked here, since another version has written it: whatever is spelled like a secret is taken for one.</summary>
    public static JsonElement WithoutSecrets(JsonElement setting) => SettingJson.Of(setting, static (writer, said) =>
    {
        writer.WriteStartObject();
        foreach (var member in said.EnumerateObject().Where(static member => !IsSecret(Plain(member.Name))))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    private static bool IsSecret(string plain) =>
        plain.Contains("KEY", StringComparison.Ordinal) || plain.Contains("SECRET", StringComparison.Ordinal) || plain.Contains("TOKEN", StringComparison.Ordinal) || plain.Contains("PASSWORD", StringComparison.Ordinal) || plain == "HEADERS";

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
