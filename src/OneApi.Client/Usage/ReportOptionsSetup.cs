using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OneApi.Client.DependencyInjection;

namespace OneApi.Client.Usage;

/// <summary>Reads <c>OneApi:Reports</c> of the gateway's configuration, without reflection. What can't be read is kept for the validator, so that all errors are known at once.</summary>
internal sealed class ReportOptionsSetup(IEnumerable<ConfigurationSource> sources) : IConfigureOptions<ReportOptions>
{
    public void Configure(ReportOptions options)
    {
        foreach (var source in sources)
        {
            foreach (var child in source.Section().GetSection("Reports").GetChildren())
            {
                Read(child, options);
            }
        }
    }

    private static void Read(IConfigurationSection section, ReportOptions options)
    {
        switch (section.Key.ToUpperInvariant())
        {
            case "FOLDER":
                options.Folder = NullIfEmpty(section.Value);
                break;
            case "TIMEZONE":
                options.TimeZone = NullIfEmpty(section.Value);
                break;
            case "BY":
                foreach (var name in ValuesOf(section))
                {
                    options.By.Add(name);
                }

                break;
            case "FORMATS":
                ReadFormats(section, options);
                break;
            case "AT":
                Read(section, options, "a time of the day; use one like '00:15'", text => TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var value) ? value : null, (TimeOnly value) => options.At = value);
                break;
            case "KEEPDAYS":
                Read(section, options, "a whole number; use one like 400", ParseInt, (int value) => options.KeepDays = value);
                break;
            case "CORRECTIONDAYS":
                Read(section, options, "a whole number; use one like 7", ParseInt, (int value) => options.CorrectionDays = value);
                break;
            default:
                options.ReadErrors.Add($"OneApi:Reports:{section.Key}: is not known; use Folder, TimeZone, By, Formats, At, KeepDays or CorrectionDays.");
                break;
        }
    }

    private static void ReadFormats(IConfigurationSection section, ReportOptions options)
    {
        var formats = ReportFormats.None;
        foreach (var name in ValuesOf(section))
        {
            if (!char.IsAsciiLetter(name.FirstOrDefault()) || !Enum.TryParse<ReportFormats>(name, ignoreCase: true, out var format))
            {
                options.ReadErrors.Add($"OneApi:Reports:Formats: '{name}' is not known; use csv, json or both.");
                return;
            }

            formats |= format;
        }

        options.Formats = formats;
    }

    private static void Read<T>(IConfigurationSection section, ReportOptions options, string right, Func<string, T?> parse, Action<T> set)
        where T : struct
    {
        if (string.IsNullOrEmpty(section.Value))
        {
            return;
        }

        if (parse(section.Value) is { } value)
        {
            set(value);
        }
        else
        {
            options.ReadErrors.Add($"OneApi:Reports:{section.Key}: '{section.Value}' is not {right}.");
        }
    }

    /// <summary>A list, or a text with commas, as an environment variable gives it.</summary>
    private static IEnumerable<string> ValuesOf(IConfigurationSection section) =>
        section.Value is { Length: > 0 } text
            ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : section.GetChildren().Select(static child => child.Value ?? string.Empty);

    private static int? ParseInt(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
