using System.Text;
using System.Text.Json;

namespace OneApi.Client.Settings;

/// <summary>What is shown of settings: those in force with where they come from, and those that can't be with what keeps them from it.</summary>
internal sealed partial class GatewaySettings
{
    public IReadOnlyList<ChannelSetting> ListChannels()
    {
        var channels = _registry.Options.Channels;
        return
        [
            .. channels.Select(SettingOf),
            .. _stored.LeftOut.Where(fault => fault.Setting.Kind == SettingKinds.Channel && !channels.Any(channel => Is(channel.Name, fault.Setting.Name))).Select(SettingOf),
        ];
    }

    public IReadOnlyList<SettingEntry> ListAll(string kind)
    {
        var stored = List(kind);
        var faults = _stored.LeftOut;
        var configured = kind switch
        {
            SettingKinds.Group => _registry.Options.Groups.Select(static group => (group.Key, GroupJson.Of(group.Value))),
            SettingKinds.ModelMap => _registry.Options.ModelMap.Select(static entry => (entry.Key, SettingJson.Of(entry.Value, static (writer, to) => WriteTo(writer, to)))),
            SettingKinds.Price => _registry.Options.Prices.Select(static price => (price.Key, PriceJson.Of(price.Value))),
            _ => throw new ArgumentException($"'{kind}' is not a kind of setting that is listed like this.", nameof(kind)),
        };
        IEnumerable<SettingEntry> all =
        [
            .. configured.Where(one => !stored.Any(other => Is(other.Name, one.Key))).Select(one => new SettingEntry(kind, one.Key, ChannelSource.Configuration, 0, null, one.Item2)),
            .. stored.Select(one => new SettingEntry(kind, one.Name, ChannelSource.Stored, one.Version, one.ChangedAt, SaidOf(one)) { Errors = FaultOf(faults, kind, one.Name)?.Errors ?? [] }),
        ];
        return [.. all.OrderBy(static one => one.Name, StringComparer.OrdinalIgnoreCase)];
    }

    public IReadOnlyList<StoredSetting> List(string kind) => [.. _stored.Current.Items.Where(one => one.Kind == kind).OrderBy(static one => one.Name, StringComparer.OrdinalIgnoreCase)];

    private ChannelSetting SettingOf(ChannelConfig channel, int index) =>
        new(channel.Name, index + 1, SourceOf(channel), VersionOf(channel), ChannelJson.Of(channel))
        {
            Errors = channel.StoredVersion is null ? FaultOf(_stored.LeftOut, SettingKinds.Override, channel.Name)?.Errors ?? [] : [],
        };

    /// <summary>That of what is in force, which is what is shown beside it; else that of an override which can't be.</summary>
    private long VersionOf(ChannelConfig channel) =>
        channel.StoredVersion ?? channel.OverrideVersion ?? FaultOf(_stored.LeftOut, SettingKinds.Override, channel.Name)?.Setting.Version ?? 0;

    private static ChannelSetting SettingOf(SettingFault fault) => new(fault.Setting.Name, 0, ChannelSource.Stored, fault.Setting.Version, SettingNames.WithoutSecrets(SaidOf(fault.Setting))) { Errors = fault.Errors };

    private ChannelSetting Find(string name) => ListChannels().FirstOrDefault(one => Is(one.Name, name)) ?? throw Unknown(name);

    private static SettingFault? FaultOf(IReadOnlyList<SettingFault> faults, string kind, string name) =>
        faults.FirstOrDefault(fault => fault.Setting.Kind == kind && Is(fault.Setting.Name, name));

    /// <summary>What a stored setting says; one that can't be read says nothing.</summary>
    private static JsonElement SaidOf(StoredSetting setting)
    {
        try
        {
            var said = JsonElement.Parse(Encoding.UTF8.GetBytes(setting.Json));
            return said.ValueKind == JsonValueKind.Object ? said : JsonElement.Parse("{}"u8);
        }
        catch (JsonException)
        {
            return JsonElement.Parse("{}"u8);
        }
    }

    private static void WriteTo(Utf8JsonWriter writer, string to)
    {
        writer.WriteStartObject();
        writer.WriteString("to"u8, to);
        writer.WriteEndObject();
    }

    private static ChannelSource SourceOf(ChannelConfig channel) =>
        channel.StoredVersion is not null ? ChannelSource.Stored : channel.Path is null ? ChannelSource.Code : ChannelSource.Configuration;
}
