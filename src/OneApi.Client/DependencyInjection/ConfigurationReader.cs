using Microsoft.Extensions.Configuration;
using static OneApi.Client.DependencyInjection.SectionValues;

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
        "Admin", "Endpoints", "KnownProxies", "DrainTimeout", "Store", "Redis", "Reports", "Dashboard", "Data", "Demo", "KeyFolder", "Metrics",
    ];

    public static void Read(ConfigurationSource source, OneApiOptions options)
    {
        Read(source.Section(), options);
        if (source.ProxyBeside() is { } proxy)
        {
            ProxySectionReader.ReadBeside(proxy, options);
        }
    }

    private static void Read(IConfiguration section, OneApiOptions options)
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
                        options.Groups[group.Key] = GroupSectionReader.Read(group, options);
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
                case "PROXY" when section is IConfigurationSection:
                    ProxySectionReader.Read(child, options);
                    break;
                case "PROXY":
                    ProxySectionReader.ReadBeside(child, options);
                    break;
                case "FAILOVER":
                    FailoverSectionReader.Read(child, options);
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
                    MoneySectionReader.ReadTokens(child, options);
                    break;
                case "QUOTAS":
                    MoneySectionReader.ReadQuotas(child, options);
                    break;
                case "LEDGER":
                    MoneySectionReader.ReadLedger(child, options);
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

    public static ChannelConfig ReadChannel(IConfigurationSection section, OneApiOptions options)
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
                    channel.Limits = MoneySectionReader.ReadLimits(child, options);
                    break;
                case "ALLOWEDNETWORKS":
                    Add(channel.AllowedNetworks, child);
                    break;
                default:
                    NoteUnknown(child, [], options);
                    break;
            }
        }

        return channel;
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
}
