using Microsoft.Extensions.Options;

namespace OneApi.Client.Usage;

/// <summary>Checks the settings of reports and lists every error: where it stands, what was found, what would be right.</summary>
internal sealed class ReportOptionsValidator : IValidateOptions<ReportOptions>
{
    private const int MaxDays = 36_600;

    public ValidateOptionsResult Validate(string? name, ReportOptions options)
    {
        var errors = new List<string>(options.ReadErrors);
        if (options.Folder is not null && string.IsNullOrWhiteSpace(options.Folder))
        {
            errors.Add("OneApi:Reports:Folder: is blank; name a folder, or take it out.");
        }

        if (options.TimeZone is not null && ReportZone.Find(options.TimeZone, static _ => null) is null)
        {
            errors.Add($"OneApi:Reports:TimeZone: '{options.TimeZone}' is not known here; use an IANA name like 'Asia/Shanghai', or 'UTC'.");
        }

        CheckBy(options.By, errors);
        if (options.Formats is ReportFormats.None || (options.Formats & ~(ReportFormats.Csv | ReportFormats.Json)) != 0)
        {
            errors.Add($"OneApi:Reports:Formats: is '{options.Formats}'; use csv, json or both.");
        }

        if (options.KeepDays is < 1 or > MaxDays)
        {
            errors.Add($"OneApi:Reports:KeepDays: is {options.KeepDays}; use 1 to {MaxDays}, or take it out to keep all.");
        }

        if (options.CorrectionDays is < 0 or > MaxDays)
        {
            errors.Add($"OneApi:Reports:CorrectionDays: is {options.CorrectionDays}; use 0 to {MaxDays}.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckBy(IList<string> names, List<string> errors)
    {
        var found = new List<UsageDimension>();
        for (var i = 0; i < names.Count; i++)
        {
            if (!UsageDimension.TryParse(names[i], out var dimension))
            {
                errors.Add($"OneApi:Reports:By:{i}: '{names[i]}' is not known; use owner, token, group, model, channel, provider, day, hour or label:NAME.");
                continue;
            }

            found.Add(dimension);
            if (QueryCheck.ErrorOf(found, found.Count - 1) is { } error)
            {
                errors.Add($"OneApi:Reports:By:{i}: {error}");
            }
        }
    }
}
