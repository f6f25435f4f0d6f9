using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using OneApi.Client.DependencyInjection;

namespace OneApi.Client.Settings;

/// <summary>Adds what the store holds to what code and configuration say. Within a flow that tries a change, what would be then.</summary>
internal sealed class StoredOptions : IPostConfigureOptions<OneApiOptions>
{
    private readonly AsyncLocal<StoredSettings?> _tried = new();
    private readonly IEnumerable<ISecretProtector> _protectors;
    private volatile StoredSettings _current = StoredSettings.Empty;

    public StoredOptions(IEnumerable<ISecretProtector> protectors) => _protectors = protectors;

    public StoredSettings Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>Runs something as if the store held other settings.</summary>
    public T With<T>(StoredSettings settings, Func<T> run)
    {
        _tried.Value = settings;
        try
        {
            return run();
        }
        finally
        {
            _tried.Value = null;
        }
    }

    public void PostConfigure(string? name, OneApiOptions options)
    {
        foreach (var setting in (_tried.Value ?? _current).Items)
        {
            var known = options.UnknownKeys.Count;
            Apply(setting, options);
            for (; options.UnknownKeys.Count > known; options.UnknownKeys.RemoveAt(known))
            {
                options.ReadErrors.Add($"{options.UnknownKeys[known]}: is not known; take it out.");
            }
        }
    }

    private void Apply(StoredSetting setting, OneApiOptions options)
    {
        var section = SectionOf(setting);
        switch (setting.Kind)
        {
            case SettingKinds.Channel:
                AddChannel(setting, section, options);
                break;
            case SettingKinds.Override:
                Override(setting, section, options);
                break;
            case SettingKinds.Group:
                options.Groups[setting.Name] = GroupSectionReader.Read(section, options);
                break;
            case SettingKinds.ModelMap:
                options.ModelMap[setting.Name] = section["to"] ?? string.Empty;
                foreach (var other in section.GetChildren().Where(static child => !child.Key.Equals("to", StringComparison.OrdinalIgnoreCase)))
                {
                    SectionValues.NoteUnknown(other, [], options);
                }

                break;
            case SettingKinds.Price:
                options.Prices[setting.Name] = PriceSectionReader.ReadOne(section, isItem: false, options);
                break;
            default:
                break; // of a later version
        }
    }

    /// <summary>A name that code or configuration uses since is theirs.</summary>
    private static void AddChannel(StoredSetting setting, IConfigurationSection section, OneApiOptions options)
    {
        if (options.Channels.Any(channel => channel.Name.Equals(setting.Name, StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        var channel = ConfigurationReader.ReadChannel(section, options);
        foreach (var (workflow, _) in channel.Workflows.Where(static one => one.Value.File is not null))
        {
            options.ReadErrors.Add($"{section.Path}.workflows.{workflow}.file: files of the host are read for the configuration only; write the graph itself.");
        }

        channel.Name = setting.Name;
        channel.StoredVersion = setting.Version;
        options.Channels.Add(channel);
    }

    private static void Override(StoredSetting setting, IConfigurationSection section, OneApiOptions options)
    {
        var at = options.Channels.ToList().FindIndex(channel => channel.Name.Equals(setting.Name, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            return; // gone since
        }

        var channel = options.Channels[at] = options.Channels[at].Copy(); // the host's own object stays as it is
        foreach (var child in section.GetChildren())
        {
            switch (child.Key.ToUpperInvariant())
            {
                case "WEIGHT":
                    SectionValues.ReadInt(child, options, value => channel.Weight = value);
                    break;
                case "PRIORITY":
                    SectionValues.ReadInt(child, options, value => channel.Priority = value);
                    break;
                case "ENABLED":
                    SectionValues.ReadBool(child, options, value => channel.Enabled = value);
                    break;
                default:
                    SectionValues.NoteUnknown(child, [], options);
                    break;
            }
        }
    }

    private SettingSection SectionOf(StoredSetting setting)
    {
        var said = JsonElement.Parse(System.Text.Encoding.UTF8.GetBytes(setting.Json));
        return SettingSecrets.Open(setting.Secrets, _protectors, SettingSecrets.PurposeOf(setting.Kind, setting.Name, said)) is { } secrets
            ? new(setting.Name, setting.Kind + " " + setting.Name, said, secrets)
            : new(setting.Name, setting.Kind + " " + setting.Name, said);
    }
}
