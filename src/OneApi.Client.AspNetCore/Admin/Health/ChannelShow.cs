namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Makes what is shown of the channels' health.</summary>
internal static class ChannelShow
{
    public static IReadOnlyList<ChannelView> Of(IReadOnlyList<ChannelHealthEntry> entries) =>
        [.. entries.GroupBy(static entry => entry.Channel, StringComparer.OrdinalIgnoreCase).Select(static group => Of(group.Key, [.. group]))];

    public static ChannelPartView PartOf(ChannelHealthEntry entry) =>
        new(entry.Key, entry.Model, AdminNames.Of(entry.State), AdminNames.Of(entry.Reason), entry.Since, entry.Until, AdminNames.Of(entry.EndsBy), entry.Share);

    private static ChannelView Of(string name, ChannelHealthEntry[] entries)
    {
        var keys = entries.Where(static entry => entry is { Key: not null, Model: null }).ToArray();
        var whole = entries.FirstOrDefault(static entry => entry is { Key: null, Model: null }) ?? entries[0];

        // A channel whose keys all rest serves as little as one that rests itself: the key that is back first says until when.
        var shown = whole.State is ChannelHealthState.Ready or ChannelHealthState.SlowStart && keys.Length > 0 && keys.All(IsOut)
            ? keys.OrderBy(static key => key.Until ?? DateTimeOffset.MaxValue).First()
            : whole;
        return new(
            name,
            AdminNames.Of(shown.State),
            AdminNames.Of(shown.Reason),
            shown.Since,
            shown.Until,
            AdminNames.Of(shown.EndsBy),
            shown.Share,
            whole.Note,
            [.. entries.Where(static entry => entry.Key is not null || entry.Model is not null).Select(PartOf)]);
    }

    private static bool IsOut(ChannelHealthEntry entry) => entry.State is ChannelHealthState.Resting or ChannelHealthState.Probing;
}
