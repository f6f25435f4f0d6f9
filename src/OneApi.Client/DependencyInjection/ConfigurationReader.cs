using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OneApi.Client.DependencyInjection;

/// <summary>
/// Reads the section into options without reflection, and goes on after an error so that all of them are known at once.
/// The schema is that of design §7; keys of other packages are left to them.
/// </summary>
internal static class ConfigurationReader
{
    /// <summary>Keys of the section that other rooms and packages read.</summary>
    private static readonly string[] OthersKeys =
    [
        "Admin", "KnownProxies", "Store", "Redis", "Reports", "Proxy", "Dashboard",
    ];

    public static void Read(IConfiguration section, OneApiOptions options)
    {
        foreach (var child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "CHANNELS":
                    foreach (var channel in ChildrenOf(child, options))
                    {
                        if (IsObject(channel, options))
                        {
                            options.Channels.Add(ReadChannel(channel, options));
                        }
                    }

                    break;
                case "GROUPS":
                    foreach (var group in ChildrenOf(child, options))
                    {
                        options.Groups[group.Key] = ReadGroup(group, options);
                    }

                    break;
                case "MODELMAP":
                    MapReader.Read(child, options.ModelMap, options.ReadErrors);
                    break;
                case "DEFAULTMODEL":
                    options.DefaultModel = child.Value;
                    break;
                case "FORWARDHEADERS":
                    Add(options.ForwardHeaders, child);
                    break;
                case "FAILOVER":
                    ReadFailover(child, options);
                    break;
                case "UNSUPPORTEDSETTINGS":
                    ReadEnum<UnsupportedSettings>(child, options, value => options.UnsupportedSettings = value);
                    break;
                case "PRICES":
                    PriceSectionReader.Read(child, options.Prices, options);
                    break;
                case "PRICING":
                    PriceSectionReader.ReadPricing(child, options.Pricing, options);
                    break;
                case "CURRENCIES":
                    foreach (var rate in ChildrenOf(child, options))
                    {
                        options.Currencies[rate.Key] = rate.Value ?? string.Empty;
                    }

                    break;
                case "TOKENS":
                    ReadTokens(child, options);
                    break;
                case "QUOTAS":
                    ReadQuotas(child, options);
                    break;
                case "LEDGER":
                    ReadLedger(child, options);
                    break;
                default:
                    if (section is IConfigurationSection)
                    {
                        NoteUnknown(child, OthersKeys, options); // a root holds the rest of the application too
                    }

                    break;
            }
        }
    }

    private static ChannelConfig ReadChannel(IConfigurationSection section, OneApiOptions options)
    {
        var channel = new ChannelConfig { Path = section.Path };
        foreach (var child in ChildrenOf(section, options))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "NAME":
                    channel.Name = child.Value ?? string.Empty;
                    break;
                case "PROVIDER":
                    channel.Provider = child.Value ?? string.Empty;
                    break;
                case "PROTOCOL":
                    channel.Protocol = NullIfEmpty(child.Value);
                    break;
                case "APIKEY":
                    channel.ApiKey = NullIfEmpty(child.Value);
                    break;
                case "APIKEYS":
                    Add(channel.ApiKeys, child);
                    break;
                case "SECRETKEY":
                    channel.SecretKey = NullIfEmpty(child.Value);
                    break;
                case "SESSIONTOKEN":
                    channel.SessionToken = NullIfEmpty(child.Value);
                    break;
                case "AUTHENTICATION":
                    channel.Authentication = NullIfEmpty(child.Value);
                    break;
                case "APPID":
                    channel.AppId = NullIfEmpty(child.Value);
                    break;
                case "REGION":
                    channel.Region = NullIfEmpty(child.Value);
                    break;
                case "PROJECT":
                    channel.Project = NullIfEmpty(child.Value);
                    break;
                case "DEPLOYMENT":
                    channel.Deployment = NullIfEmpty(child.Value);
                    break;
                case "DEPLOYMENTWITHOUTDOTS":
                    ReadBool(child, options, value => channel.DeploymentWithoutDots = value);
                    break;
                case "APIVERSION":
                    channel.ApiVersion = NullIfEmpty(child.Value);
                    break;
                case "AUTHBASEURL":
                    channel.AuthBaseUrl = NullIfEmpty(child.Value);
                    break;
                case "BASEURL":
                    channel.BaseUrl = NullIfEmpty(child.Value);
                    break;
                case "MODELS":
                    Add(channel.Models, child);
                    break;
                case "MODELMAP":
                    MapReader.Read(child, channel.ModelMap, options.ReadErrors);
                    break;
                case "WORKFLOWS":
                    WorkflowSectionReader.Read(child, channel.Workflows, options);
                    break;
                case "GROUPS":
                    Add(channel.Groups, child);
                    break;
                case "PRIORITY":
                    ReadInt(child, options, value => channel.Priority = value);
                    break;
                case "WEIGHT":
                    ReadInt(child, options, value => channel.Weight = value);
                    break;
                case "ENABLED":
                    ReadBool(child, options, value => channel.Enabled = value);
                    break;
                case "HEADERS":
                    foreach (var header in ChildrenOf(child, options))
                    {
                        channel.Headers[header.Key] = header.Value ?? string.Empty;
                    }

                    break;
                case "TIMEOUTS":
                    ReadTimeouts(child, channel.Timeouts, options);
                    break;
                case "PRICES":
                    PriceSectionReader.Read(child, channel.Prices, options);
                    break;
                case "LIMITS":
                    channel.Limits = ReadLimits(child, options);
                    break;
                default:
                    NoteUnknown(child, ["AllowedNetworks"], options);
                    break;
            }
        }

        return channel;
    }

    private static GroupConfig ReadGroup(IConfigurationSection section, OneApiOptions options)
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
                case "FALLBACKS":
                    MapReader.ReadLists(child, group.Fallbacks, options.ReadErrors);
                    break;
                case "FALLBACKON":
                    Add(group.FallbackOn, child);
                    break;
                case "PRICERATIO":
                    group.PriceRatio = child.Value ?? group.PriceRatio;
                    break;
                case "LIMITS":
                    group.Limits = ReadLimits(child, options);
                    break;
                default:
                    NoteUnknown(child, ["Canary", "Shadow"], options);
                    break;
            }
        }

        return group;
    }

    private static void ReadFailover(IConfigurationSection section, OneApiOptions options)
    {
        foreach (var child in ChildrenOf(section, options))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "MAXATTEMPTS":
                    ReadInt(child, options, value => options.Failover.MaxAttempts = value);
                    break;
                case "SAMECHANNELRETRIES":
                    ReadInt(child, options, value => options.Failover.SameChannelRetries = value);
                    break;
                default:
                    NoteUnknown(child, ["RetryBudget", "RaceFirstTokenAfter", "RaceWholeAfter"], options);
                    break;
            }
        }
    }

    private static RateLimits ReadLimits(IConfigurationSection section, OneApiOptions options)
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

    private static void ReadTokens(IConfigurationSection section, OneApiOptions options)
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

    private static void ReadQuotas(IConfigurationSection section, OneApiOptions options)
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

    private static void ReadLedger(IConfigurationSection section, OneApiOptions options)
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

    private static void ReadTimeouts(IConfigurationSection section, ChannelTimeouts timeouts, OneApiOptions options)
    {
        foreach (var child in ChildrenOf(section, options))
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "CONNECT":
                    ReadDuration(child, options, value => timeouts.Connect = value);
                    break;
                case "FIRSTTOKEN":
                    ReadDuration(child, options, value => timeouts.FirstToken = value);
                    break;
                case "IDLE":
                    ReadDuration(child, options, value => timeouts.Idle = value);
                    break;
                case "IDLECONTENT":
                    ReadDuration(child, options, value => timeouts.IdleContent = value);
                    break;
                case "TOTAL":
                    ReadDuration(child, options, value => timeouts.Total = value);
                    break;
                default:
                    NoteUnknown(child, [], options);
                    break;
            }
        }
    }

    /// <summary>The members of an object or list, or none where a text was given instead.</summary>
    private static IEnumerable<IConfigurationSection> ChildrenOf(IConfigurationSection section, OneApiOptions options) =>
        IsObject(section, options) ? section.GetChildren() : [];

    /// <summary>A text where an object or a list is meant is an error. It may be a secret, so it is not quoted.</summary>
    private static bool IsObject(IConfigurationSection section, OneApiOptions options)
    {
        if (string.IsNullOrEmpty(section.Value))
        {
            return true;
        }

        options.ReadErrors.Add($"{section.Path}: is a text where an object or a list is meant.");
        return false;
    }

    private static void Add(IList<string> list, IConfigurationSection section)
    {
        // Environment variables and YAML may give one value where a list of one is meant.
        if (section.Value is { Length: > 0 } single)
        {
            list.Add(single);
        }

        foreach (var child in section.GetChildren())
        {
            list.Add(child.Value ?? string.Empty);
        }
    }

    private static void ReadInt(IConfigurationSection section, OneApiOptions options, Action<int> set)
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
            options.ReadErrors.Add($"{section.Path}: '{section.Value}' is not a whole number; use one like 10.");
        }
    }

    private static void ReadInt64(IConfigurationSection section, OneApiOptions options, Action<long> set)
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
            options.ReadErrors.Add($"{section.Path}: '{section.Value}' is not a whole number; use one like 10.");
        }
    }

    private static void ReadBool(IConfigurationSection section, OneApiOptions options, Action<bool> set)
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
            options.ReadErrors.Add($"{section.Path}: '{section.Value}' is neither true nor false.");
        }
    }

    private static void ReadDuration(IConfigurationSection section, OneApiOptions options, Action<TimeSpan?> set)
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
            options.ReadErrors.Add($"{section.Path}: '{section.Value}' is not a duration; use one like '00:00:20'.");
        }
    }

    private static void ReadEnum<T>(IConfigurationSection section, OneApiOptions options, Action<T> set)
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

    private static void NoteUnknown(IConfigurationSection section, string[] known, OneApiOptions options)
    {
        if (!known.Contains(section.Key, StringComparer.OrdinalIgnoreCase))
        {
            options.UnknownKeys.Add(section.Path);
        }
    }

    /// <summary>JSON's null leaves the default in place.</summary>
    private static bool IsNotSet(IConfigurationSection section) => section.Value is null && !section.GetChildren().Any();

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
