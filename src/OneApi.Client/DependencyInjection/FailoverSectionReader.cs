using Microsoft.Extensions.Configuration;
using static OneApi.Client.DependencyInjection.SectionValues;

namespace OneApi.Client.DependencyInjection;

/// <summary>Reads how failed attempts are followed by others.</summary>
internal static class FailoverSectionReader
{
    public static void Read(IConfigurationSection section, OneApiOptions options)
    {
        var failover = options.Failover;
        foreach (var child in ChildrenOf(section, options))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "MAXATTEMPTS":
                    ReadInt(child, options, value => failover.MaxAttempts = value);
                    break;
                case "SAMECHANNELRETRIES":
                    ReadInt(child, options, value => failover.SameChannelRetries = value);
                    break;
                case "RETRYBUDGET":
                    ReadShare(child, options, value => failover.RetryBudget = value);
                    break;
                case "RACEFIRSTTOKENAFTER":
                    ReadDuration(child, options, value => failover.RaceFirstTokenAfter = value);
                    break;
                case "RACEWHOLEAFTER":
                    ReadDuration(child, options, value => failover.RaceWholeAfter = value);
                    break;
                case "SPLICE":
                    ReadBool(child, options, value => failover.Splice = value);
                    break;
                default:
                    NoteUnknown(child, [], options);
                    break;
            }
        }
    }
}
