using Microsoft.Extensions.Configuration;
using static OneApi.Client.DependencyInjection.SectionValues;

namespace OneApi.Client.DependencyInjection;

/// <summary>Reads the canaries and shadows of a group: a list of them, or one without a list.</summary>
internal static class CanarySectionReader
{
    public static void ReadCanaries(IConfigurationSection section, GroupConfig group, OneApiOptions options)
    {
        foreach (var one in EachOf(section, options))
        {
            group.Canary.Add(ReadCanary(one, options));
        }
    }

    public static void ReadShadows(IConfigurationSection section, GroupConfig group, OneApiOptions options)
    {
        foreach (var one in EachOf(section, options))
        {
            group.Shadow.Add(ReadShadow(one, options));
        }
    }

    private static IEnumerable<IConfigurationSection> EachOf(IConfigurationSection section, OneApiOptions options)
    {
        if (!IsObject(section, options) || IsNotSet(section))
        {
            return [];
        }

        return section.GetChildren().All(IsListItem) ? section.GetChildren().Where(one => IsObject(one, options)) : [section];
    }

    private static CanaryConfig ReadCanary(IConfigurationSection section, OneApiOptions options)
    {
        var canary = new CanaryConfig { Path = section.Path };
        foreach (var child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "STEP":
                    ReadEnum<CanaryStep>(child, options, value => canary.Step = value);
                    break;
                case "STICKYBY":
                    ReadEnum<CanarySubject>(child, options, value => canary.StickyBy = value);
                    break;
                case "SALT":
                    canary.Salt = NullIfEmpty(child.Value);
                    break;
                case "SHADOWBUDGET":
                    canary.ShadowBudget = NullIfEmpty(child.Value);
                    break;
                case "GUARDS":
                    ReadGuards(child, canary.Guards, options);
                    break;
                default:
                    ReadCommon(child, canary.Channels, canary.Models, value => canary.Name = value, value => canary.Percent = value, options);
                    break;
            }
        }

        return canary;
    }

    private static ShadowConfig ReadShadow(IConfigurationSection section, OneApiOptions options)
    {
        var shadow = new ShadowConfig { Path = section.Path };
        foreach (var child in section.GetChildren())
        {
            if (child.Key.Equals("Budget", StringComparison.OrdinalIgnoreCase))
            {
                shadow.Budget = NullIfEmpty(child.Value);
                continue;
            }

            ReadCommon(child, shadow.Channels, shadow.Models, value => shadow.Name = value, value => shadow.Percent = value, options);
        }

        return shadow;
    }

    /// <summary>What canaries and shadows both have.</summary>
    private static void ReadCommon(IConfigurationSection child, IList<string> channels, IList<string> models, Action<string?> name, Action<double> percent, OneApiOptions options)
    {
        switch (child.Key.ToUpperInvariant())
        {
            case "NAME":
                name(child.Value);
                break;
            case "CHANNELS" or "CHANNEL":
                Add(channels, child);
                break;
            case "MODELS" or "MODEL":
                Add(models, child);
                break;
            case "PERCENT":
                ReadShare(child, options, percent);
                break;
            default:
                NoteUnknown(child, [], options);
                break;
        }
    }

    /// <summary>A guard that is given as null is not watched.</summary>
    private static void ReadGuards(IConfigurationSection section, CanaryGuards guards, OneApiOptions options)
    {
        foreach (var child in ChildrenOf(section, options))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "MINCALLS":
                    ReadInt(child, options, value => guards.MinCalls = value);
                    break;
                case "ERRORMARGIN":
                    ReadOptionalShare(child, options, value => guards.ErrorMargin = value);
                    break;
                case "EMPTYMARGIN":
                    ReadOptionalShare(child, options, value => guards.EmptyMargin = value);
                    break;
                case "FIRSTTOKENRATIO":
                    ReadOptionalShare(child, options, value => guards.FirstTokenRatio = value);
                    break;
                case "COSTRATIO":
                    ReadOptionalShare(child, options, value => guards.CostRatio = value);
                    break;
                default:
                    NoteUnknown(child, [], options);
                    break;
            }
        }
    }

    private static void ReadOptionalShare(IConfigurationSection section, OneApiOptions options, Action<double?> set)
    {
        if (string.IsNullOrEmpty(section.Value) && !section.GetChildren().Any())
        {
            set(null);
            return;
        }

        ReadShare(section, options, value => set(value));
    }
}
