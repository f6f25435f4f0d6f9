using System.Globalization;
using OneApi.Client.Channels;
using OneApi.Client.Pricing;
using OneApi.Client.Traffic;

namespace OneApi.Client.DependencyInjection;

/// <summary>Checks the canaries and shadows of a group.</summary>
internal static class CanaryCheck
{
    public static void Check(string name, GroupConfig group, string path, OneApiOptions options, List<string> errors)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < group.Canary.Count; i++)
        {
            Check(group.Canary[i], "ShadowBudget", $"{path}:Canary:{i}");
        }

        for (var i = 0; i < group.Shadow.Count; i++)
        {
            Check(CanaryFactory.CanaryOf(group.Shadow[i]), "Budget", $"{path}:Shadow:{i}");
        }

        void Check(CanaryConfig canary, string budget, string position)
        {
            var at = canary.Path ?? position;
            CheckChannels(canary, name, at, options, errors);
            if (canary.Channels.Count > 0 && !names.Add(CanaryFactory.NameOf(canary)))
            {
                errors.Add($"{at}:Name: '{CanaryFactory.NameOf(canary)}' is already the name of another canary or shadow of the group; give it one of its own.");
            }

            CheckModels(canary.Models, group, at, errors);
            CheckPercent(canary.Percent, at + ":Percent", errors);
            CheckKnown(canary.Step, at + ":Step", errors);
            CheckKnown(canary.StickyBy, at + ":StickyBy", errors);
            CheckBudget(canary.ShadowBudget, $"{at}:{budget}", errors);
            CheckGuards(canary.Guards, at + ":Guards", errors);
        }
    }

    private static void CheckChannels(CanaryConfig canary, string group, string path, OneApiOptions options, List<string> errors)
    {
        if (canary.Channels.Count == 0)
        {
            errors.Add($"{path}:Channels: names no channel; name the new ones.");
        }

        for (var i = 0; i < canary.Channels.Count; i++)
        {
            CheckChannel(canary.Channels[i], group, $"{path}:Channels:{i}", options, errors);
        }
    }

    private static void CheckPercent(double percent, string path, List<string> errors)
    {
        if (percent is not (>= 0 and <= 100))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: is {percent}; use a percentage from 0 to 100."));
        }
    }

    private static void CheckChannel(string channel, string group, string path, OneApiOptions options, List<string> errors)
    {
        var found = options.Channels.FirstOrDefault(known => string.Equals(known.Name, channel, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            errors.Add($"{path}: '{channel}' is not configured; use one of {string.Join(", ", options.Channels.Select(static known => known.Name))}.");
        }
        else if (found.Groups.Count > 0 && !found.Groups.Contains(group, StringComparer.OrdinalIgnoreCase))
        {
            errors.Add($"{path}: '{channel}' does not belong to the group; add '{group}' to its Groups.");
        }
    }

    private static void CheckModels(IList<string> models, GroupConfig group, string path, List<string> errors)
    {
        NameChecks.CheckNames(models, path + ":Models", errors);
        string[] allowed = [.. group.Models];
        for (var i = 0; i < models.Count && allowed.Length > 0; i++)
        {
            if (models[i] is { Length: > 0 } model && !model.Contains('*', StringComparison.Ordinal) && !ModelPattern.AnyMatches(allowed, model))
            {
                errors.Add($"{path}:Models:{i}: '{model}' is not among the group's models; it would never be used.");
            }
        }
    }

    private static void CheckBudget(string? budget, string path, List<string> errors)
    {
        if (budget is not null && !DecimalText.TryParse(budget, DecimalText.PerMillionDigits, out _, out var error))
        {
            errors.Add($"{path}: '{budget}' {error}.");
        }
    }

    private static void CheckGuards(CanaryGuards guards, string path, List<string> errors)
    {
        if (guards.MinCalls < 1)
        {
            errors.Add($"{path}:MinCalls: is {guards.MinCalls}; use 1 or more.");
        }

        CheckNumber(guards.ErrorMargin, 0, 1, path + ":ErrorMargin", "a share from 0 to 1, such as 0.05", errors);
        CheckNumber(guards.EmptyMargin, 0, 1, path + ":EmptyMargin", "a share from 0 to 1, such as 0.05", errors);
        CheckNumber(guards.FirstTokenRatio, 1, double.MaxValue, path + ":FirstTokenRatio", "a number of 1 or more, such as 2", errors);
        CheckNumber(guards.CostRatio, 1, double.MaxValue, path + ":CostRatio", "a number of 1 or more, such as 2", errors);
    }

    private static void CheckNumber(double? value, double least, double most, string path, string right, List<string> errors)
    {
        if (value is { } given && !(given >= least && given <= most))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: is {given}; use {right}, or null to leave it out."));
        }
    }

    private static void CheckKnown<T>(T value, string path, List<string> errors)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            errors.Add($"{path}: '{value}' is not known; use one of {string.Join(", ", Enum.GetNames<T>())}.");
        }
    }
}
