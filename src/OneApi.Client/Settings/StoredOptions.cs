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
    private volatile IReadOnlyList<SettingFault> _leftOut = [];

    public StoredOptions(IEnumerable<ISecretProtector> protectors) => _protectors = protectors;

    public StoredSettings Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>Gets the settings that can't be in force.</summary>
    public IReadOnlyList<SettingFault> LeftOut => _leftOut;

    /// <summary>Gets a value indicating whether this flow tries settings out.</summary>
    public bool IsTrying => _tried.Value is not null;

    /// <summary>Notes which settings are not in force; gives those of which that is news.</summary>
    public IReadOnlyList<SettingFault> LeaveOut(IReadOnlyList<SettingFault> faults)
    {
        var before = _leftOut;
        _leftOut = faults;
        return [.. faults.Where(fault => !before.Any(known => known.Setting == fault.Setting && known.Errors.SequenceEqual(fault.Errors)))];
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
            if (SectionOf(setting, options) is { } section)
            {
                Apply(setting, section, options);
            }

            for (; options.UnknownKeys.Count > known; options.UnknownKeys.RemoveAt(known))
            {
                options.ReadErrors.Add($"{options.UnknownKeys[known]}: is not known; take it out.");
            }
        }
    }

    private static void Apply(StoredSetting setting, SettingSection section, OneApiOptions options)
    {
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

    /// <summary>A stored channel says everything itself; what stands here for its name is of a channel that is gone.</summary>
    private static void Override(StoredSetting setting, IConfigurationSection section, OneApiOptions options)
    {
        var at = options.Channels.ToList().FindIndex(channel => channel.StoredVersion is null && channel.Name.Equals(setting.Name, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            return; // gone since
        }

        var channel = options.Channels[at] = options.Channels[at].Copy(); // the host's own object stays as it is
        channel.OverrideVersion = setting.Version;
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

    /// <summary>What a setting says, or null and an error where that can't be read: whatever a protector throws is this setting's affair alone.</summary>
    private SettingSection? SectionOf(StoredSetting setting, OneApiOptions options)
    {
        var path = setting.Kind + " " + setting.Name;
        try
        {
            var said = JsonElement.Parse(System.Text.Encoding.UTF8.GetBytes(setting.Json));
            if (said.ValueKind != JsonValueKind.Object)
            {
                throw new JsonException();
            }

            return SettingSecrets.Open(setting.Secrets, _protectors, SettingSecrets.PurposeOf(setting.Kind, setting.Name, said)) is { } secrets
                ? new(path, said, secrets)
                : new(path, said);
        }
        catch (JsonException)
        {
            options.ReadErrors.Add($"{path}: is no JSON object; set it anew.");
        }
#pragma warning disable CA1031 // somebody else's code: it may throw anything
        catch (Exception)
#pragma warning restore CA1031
        {
            options.ReadErrors.Add($"{path}: its secrets can't be read: the keys that they were protected with are gone, or they were changed in the store; enter them again.");
        }

        return null;
    }
}
