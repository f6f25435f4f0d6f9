using Microsoft.Extensions.Configuration;
using static OneApi.Client.DependencyInjection.SectionValues;

namespace OneApi.Client.DependencyInjection;

/// <summary>Reads the sections of access tokens, quotas, the ledger and rate limits.</summary>
internal static class MoneySectionReader
{
    public static RateLimits ReadLimits(IConfigurationSection section, OneApiOptions options)
    {
        var limits = new RateLimits();
        foreach (var child in ChildrenOf(section, options))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "REQUESTSPERMINUTE":
                    ReadInt(child, options, value => limits = limits with { RequestsPerMinute = value });
                    break;
                case "TOKENSPERMINUTE":
                    ReadInt64(child, options, value => limits = limits with { TokensPerMinute = value });
                    break;
                case "CONCURRENCY":
                    ReadInt(child, options, value => limits = limits with { Concurrency = value });
                    break;
                default:
                    NoteUnknown(child, [], options);
                    break;
            }
        }

        return limits;
    }

    public static void ReadTokens(IConfigurationSection section, OneApiOptions options)
    {
        foreach (var child in ChildrenOf(section, options))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "PEPPER":
                    options.Tokens.Pepper = NullIfEmpty(child.Value);
                    break;
                case "BRAND":
                    options.Tokens.Brand = child.Value ?? options.Tokens.Brand;
                    break;
                default:
                    NoteUnknown(child, [], options);
                    break;
            }
        }
    }

    public static void ReadQuotas(IConfigurationSection section, OneApiOptions options)
    {
        foreach (var child in ChildrenOf(section, options))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "HOLDLIFETIME":
                    ReadDuration(child, options, value => options.Quotas.HoldLifetime = value ?? options.Quotas.HoldLifetime);
                    break;
                case "WHENUNAVAILABLE":
                    ReadEnum<StoreFailure>(child, options, value => options.Quotas.WhenUnavailable = value);
                    break;
                case "FAILOPENCAPMICROS":
                    ReadInt64(child, options, value => options.Quotas.FailOpenCapMicros = value);
                    break;
                default:
                    NoteUnknown(child, [], options);
                    break;
            }
        }
    }

    public static void ReadLedger(IConfigurationSection section, OneApiOptions options)
    {
        foreach (var child in ChildrenOf(section, options))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "MEMORYRECORDS":
                    ReadInt(child, options, value => options.Ledger.MemoryRecords = value);
                    break;
                default:
                    NoteUnknown(child, [], options);
                    break;
            }
        }
    }
}
