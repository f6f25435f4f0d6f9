using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OneApi.Client.DependencyInjection;

/// <summary>Reads values of the section without reflection. What can't be read is noted with its path, and the reading goes on.</summary>
internal static class SectionValues
{
    /// <summary>The members of an object or list, or none where a text was given instead.</summary>
    public static IEnumerable<IConfigurationSection> ChildrenOf(IConfigurationSection section, OneApiOptions options) =>
        IsObject(section, options) ? section.GetChildren() : [];

    /// <summary>A text where an object or a list is meant is an error. It may be a secret, so it is not quoted.</summary>
    public static bool IsObject(IConfigurationSection section, OneApiOptions options)
    {
        if (string.IsNullOrEmpty(section.Value))
        {
            return true;
        }

        options.ReadErrors.Add($"{section.Path}: is a text where an object or a list is meant.");
        return false;
    }

    public static void Add(IList<string> list, IConfigurationSection section)
    {
        foreach (var value in SectionText.ListOf(section))
        {
            list.Add(value);
        }
    }

    public static void ReadInt(IConfigurationSection section, OneApiOptions options, Action<int> set) =>
        SectionText.ReadInt(section, options.ReadErrors, set);

    public static void ReadInt64(IConfigurationSection section, OneApiOptions options, Action<long> set) =>
        SectionText.ReadInt64(section, options.ReadErrors, set);

    /// <summary>A share, such as 0.2. Money is never read so.</summary>
    public static void ReadShare(IConfigurationSection section, OneApiOptions options, Action<double> set)
    {
        if (IsNotSet(section))
        {
            return;
        }

        if (double.TryParse(section.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            set(value);
        }
        else
        {
            options.ReadErrors.Add($"{section.Path}: '{section.Value}' is not a number; use one like 0.2.");
        }
    }

    public static void ReadBool(IConfigurationSection section, OneApiOptions options, Action<bool> set) =>
        SectionText.ReadBool(section, options.ReadErrors, set);

    public static void ReadDuration(IConfigurationSection section, OneApiOptions options, Action<TimeSpan?> set) =>
        SectionText.ReadDuration(section, options.ReadErrors, set);

    public static void ReadEnum<T>(IConfigurationSection section, OneApiOptions options, Action<T> set)
        where T : struct, Enum
    {
        if (IsNotSet(section))
        {
            return;
        }

        if (Enum.TryParse<T>(section.Value, ignoreCase: true, out var value) && Enum.IsDefined(value))
        {
            set(value);
        }
        else
        {
            options.ReadErrors.Add($"{section.Path}: '{section.Value}' is not known; use {string.Join(" or ", Enum.GetNames<T>())}.");
        }
    }

    public static void NoteUnknown(IConfigurationSection section, string[] known, OneApiOptions options)
    {
        if (!known.Contains(section.Key, StringComparer.OrdinalIgnoreCase))
        {
            options.UnknownKeys.Add(section.Path);
        }
    }

    /// <summary>JSON's null leaves the default in place.</summary>
    public static bool IsNotSet(IConfigurationSection section) => SectionText.IsNotSet(section);

    public static string? NullIfEmpty(string? value) => SectionText.NullIfEmpty(value);

    /// <summary>Whether it is an item of a list, and not a member of a map: no model is named by digits alone.</summary>
    public static bool IsListItem(IConfigurationSection section) => int.TryParse(section.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
