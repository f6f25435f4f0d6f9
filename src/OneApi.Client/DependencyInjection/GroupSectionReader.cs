using Microsoft.Extensions.Configuration;
using static OneApi.Client.DependencyInjection.SectionValues;

namespace OneApi.Client.DependencyInjection;

/// <summary>Reads one group of the configuration.</summary>
internal static class GroupSectionReader
{
    public static GroupConfig Read(IConfigurationSection section, OneApiOptions options)
    {
        var group = new GroupConfig();
        foreach (var child in ChildrenOf(section, options))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "MODELS":
                    Add(group.Models, child);
                    break;
                case "MODELMAP":
                    MapReader.Read(child, group.ModelMap, options.ReadErrors);
                    break;
                case "STRATEGY":
                    group.Strategy = child.Value ?? group.Strategy;
                    break;
                case "AFFINITY":
                    ReadEnum<Affinity>(child, options, value => group.Affinity = value);
                    break;
                case "FALLBACKS":
                    MapReader.ReadLists(child, group.Fallbacks, options.ReadErrors);
                    break;
                case "FALLBACKSBYKIND":
                    ReadByKind(child, group, options);
                    break;
                case "FALLBACKON":
                    Add(group.FallbackOn, child);
                    break;
                case "CONTINUEAFTERCUT":
                    ReadBool(child, options, value => group.ContinueAfterCut = value);
                    break;
                case "PRICERATIO":
                    group.PriceRatio = child.Value ?? group.PriceRatio;
                    break;
                case "CANARY":
                    CanarySectionReader.ReadCanaries(child, group, options);
                    break;
                case "SHADOW":
                    CanarySectionReader.ReadShadows(child, group, options);
                    break;
                case "LIMITS":
                    group.Limits = MoneySectionReader.ReadLimits(child, options);
                    break;
                default:
                    NoteUnknown(child, [], options);
                    break;
            }
        }

        return group;
    }

    private static void ReadByKind(IConfigurationSection section, GroupConfig group, OneApiOptions options)
    {
        foreach (var kind in section.GetChildren())
        {
            var fallbacks = new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);
            MapReader.ReadLists(kind, fallbacks, options.ReadErrors);
            group.FallbacksByKind[kind.Key] = fallbacks;
        }
    }
}
