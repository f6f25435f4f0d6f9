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
                case "NAME":
                    canary.Name = child.Value;
                    break;
                case "CHANNELS" or "CHANNEL":
                    Add(canary.Channels, child);
                    break;
                case "MODELS" or "MODEL":
                    Add(canary.Models, child);
                    break;
                case "STEP":
                    ReadEnum<CanaryStep>(child, options, value => canary.Step = value);
                    break;
                case "PERCENT":
                    ReadShare(child, options, value => canary.Percent = value);
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
                    NoteUnknown(child, [], options);
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
            switch (child.Key.ToUpperInvariant())
            {
                case "NAME":
                    shadow.Name = child.Value;
                    break;
                case "CHANNELS" or "CHANNEL":
                    Add(shadow.Channels, child);
                    break;
                case "MODELS" or "MODEL":
                    Add(shadow.Models, child);
                    break;
                case "PERCENT":
                    ReadShare(child, options, value => shadow.Percent = value);
                    break;
                case "BUDGET":
                    shadow.Budget = NullIfEmpty(child.Value);
                    break;
                default:
                    NoteUnknown(child, [], options);
                    break;
            }
        }

        return shadow;
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
