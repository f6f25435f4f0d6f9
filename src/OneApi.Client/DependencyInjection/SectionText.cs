using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OneApi.Client.DependencyInjection;

/// <summary>
/// Reads single values of a section without reflection. What can't be read is noted with its path, and the reading goes on.
/// Compiled into each package that has a section of its own.
/// </summary>
internal static class SectionText
{
    /// <summary>A list, or one value where a list of one is meant, as environment variables and YAML may give it.</summary>
    public static IEnumerable<string> ListOf(IConfigurationSection section)
    {
        if (section.Value is { Length: > 0 } single)
        {
            yield return single;
        }

        foreach (var child in section.GetChildren())
        {
            yield return child.Value ?? string.Empty;
        }
    }

    /// <summary>The members of an object or list, or none where a text was given instead. The text may be a secret, so it is not quoted.</summary>
    public static IEnumerable<IConfigurationSection> MembersOf(IConfigurationSection section, ICollection<string> errors)
    {
        if (string.IsNullOrEmpty(section.Value))
        {
            return section.GetChildren();
        }

        errors.Add($"{section.Path}: is a text where an object or a list is meant.");
        return [];
    }

    public static void ReadInt(IConfigurationSection section, ICollection<string> errors, Action<int> set)
    {
        if (IsNotSet(section))
        {
            return;
        }

        if (int.TryParse(section.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            set(value);
        }
        else
        {
            errors.Add($"{section.Path}: '{section.Value}' is not a whole number; use one like 10.");
        }
    }

    public static void ReadInt64(IConfigurationSection section, ICollection<string> errors, Action<long> set)
    {
        if (IsNotSet(section))
        {
            return;
        }

        if (long.TryParse(section.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            set(value);
        }
        else
        {
            errors.Add($"{section.Path}: '{section.Value}' is not a whole number; use one like 10.");
        }
    }

    public static void ReadBool(IConfigurationSection section, ICollection<string> errors, Action<bool> set)
    {
        if (IsNotSet(section))
        {
            return;
        }

        if (bool.TryParse(section.Value, out var value))
        {
            set(value);
        }
        else
        {
            errors.Add($"{section.Path}: '{section.Value}' is neither true nor false.");
        }
    }

    /// <summary>A time; empty means null.</summary>
    public static void ReadDuration(IConfigurationSection section, ICollection<string> errors, Action<TimeSpan?> set)
    {
        if (string.IsNullOrEmpty(section.Value) && !section.GetChildren().Any())
        {
            set(null);
        }
        else if (TimeSpan.TryParse(section.Value, CultureInfo.InvariantCulture, out var value))
        {
            set(value);
        }
        else
        {
            errors.Add($"{section.Path}: '{section.Value}' is not a duration; use one like '00:00:20'.");
        }
    }

    /// <summary>JSON's null leaves the default in place.</summary>
    public static bool IsNotSet(IConfigurationSection section) => section.Value is null && !section.GetChildren().Any();

    public static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
