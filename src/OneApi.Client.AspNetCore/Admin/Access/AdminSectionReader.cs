using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Reads <c>OneApi:Admin</c> without reflection. What can't be read is noted with its path, and the reading goes on.</summary>
internal static class AdminSectionReader
{
    public const string SectionName = "OneApi:Admin";

    public static void Read(IConfiguration section, OneApiAdminOptions options, List<string> errors)
    {
        foreach (var child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "KEY":
                    options.Key = Text(child);
                    break;
                case "KEYS":
                    foreach (var key in child.GetChildren())
                    {
                        options.Keys.Add(ReadKey(key, errors));
                    }

                    break;
                case "POLICY":
                    options.Policy = Text(child);
                    break;
                case "ROLECLAIM":
                    options.RoleClaim = Text(child) ?? options.RoleClaim;
                    break;
                case "BOOTSTRAP":
                    ReadBool(child, errors, value => options.Bootstrap = value);
                    break;
                case "KEYFILE":
                    options.KeyFile = Text(child) ?? options.KeyFile;
                    break;
                case "QUOTAUNIT":
                    options.QuotaUnit = Text(child) ?? options.QuotaUnit;
                    break;
                case "MAXWRONGKEYSPERMINUTE":
                    ReadNumber(child, errors, value => options.MaxWrongKeysPerMinute = (int)Math.Clamp(value, 0, int.MaxValue));
                    break;
                case "SELFSERVICE":
                    ReadSelfService(child, options.SelfService, errors);
                    break;
                default:
                    errors.Add($"{child.Path}: is not known; use Key, Keys, Policy, RoleClaim, Bootstrap, KeyFile, QuotaUnit, MaxWrongKeysPerMinute or SelfService.");
                    break;
            }
        }
    }

    /// <summary>A role as it is written in configuration and claims: <c>self_service</c>, <c>self-service</c> and <c>SelfService</c> are one.</summary>
    public static bool TryReadRole(string? text, out OneApiAdminRole role)
    {
        var plain = text?.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        role = default;
        return plain is { Length: > 0 } && char.IsAsciiLetter(plain[0]) && Enum.TryParse(plain, ignoreCase: true, out role) && Enum.IsDefined(role);
    }

    private static OneApiAdminKey ReadKey(IConfigurationSection section, List<string> errors)
    {
        var key = new OneApiAdminKey();
        foreach (var child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "NAME":
                    key.Name = child.Value ?? string.Empty;
                    break;
                case "KEY":
                    key.Key = child.Value ?? string.Empty;
                    break;
                case "ROLE" when TryReadRole(child.Value, out var role):
                    key.Role = role;
                    break;
                case "ROLE":
                    errors.Add($"{child.Path}: '{child.Value}' is not a role; use viewer, finance, operator, admin or self_service.");
                    break;
                default:
                    errors.Add($"{child.Path}: is not known; use Name, Key or Role.");
                    break;
            }
        }

        return key;
    }

    private static void ReadSelfService(IConfigurationSection section, OneApiSelfServiceOptions options, List<string> errors)
    {
        foreach (var child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "MAXQUOTAMICROS":
                    ReadNumber(child, errors, value => options.MaxQuotaMicros = value);
                    break;
                case "MAXLIFE" when TimeSpan.TryParse(child.Value, CultureInfo.InvariantCulture, out var life):
                    options.MaxLife = life;
                    break;
                case "MAXLIFE":
                    errors.Add($"{child.Path}: '{child.Value}' is not a duration; use one like '7.00:00:00'.");
                    break;
                case "MAXTOKENS":
                    ReadNumber(child, errors, value => options.MaxTokens = (int)Math.Clamp(value, 0, int.MaxValue));
                    break;
                case "MAXREQUESTSPERMINUTE":
                    ReadNumber(child, errors, value => options.MaxRequestsPerMinute = (int)Math.Clamp(value, 0, int.MaxValue));
                    break;
                case "GROUP":
                    options.Group = Text(child) ?? options.Group;
                    break;
                case "MODELS":
                    options.Models = child.Value is { Length: > 0 } single ? [single] : [.. child.GetChildren().Select(static model => model.Value ?? string.Empty)];
                    break;
                default:
                    errors.Add($"{child.Path}: is not known; use MaxQuotaMicros, MaxLife, MaxTokens, MaxRequestsPerMinute, Group or Models.");
                    break;
            }
        }
    }

    private static string? Text(IConfigurationSection section) => string.IsNullOrEmpty(section.Value) ? null : section.Value;

    private static void ReadBool(IConfigurationSection section, List<string> errors, Action<bool> set)
    {
        if (bool.TryParse(section.Value, out var value))
        {
            set(value);
        }
        else if (section.Value is not null)
        {
            errors.Add($"{section.Path}: '{section.Value}' is neither true nor false.");
        }
    }

    private static void ReadNumber(IConfigurationSection section, List<string> errors, Action<long> set)
    {
        if (long.TryParse(section.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            set(value);
        }
        else
        {
            errors.Add($"{section.Path}: '{section.Value}' is not a whole number; use one like 10.");
        }
    }
}
