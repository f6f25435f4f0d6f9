using OneApi.Client.Channels;

namespace OneApi.Client.Traffic;

/// <summary>Shows the canaries, and takes a person's word.</summary>
internal sealed class CanaryView(ChannelRegistry registry) : ICanaries
{
    public IReadOnlyList<CanaryStanding> List() =>
        [.. registry.Current.Groups.Values.OrderBy(static group => group.Name, StringComparer.OrdinalIgnoreCase).SelectMany(static group => group.AllCanaries, static (group, canary) => Of(group, canary))];

    public ValueTask ReturnAsync(string group, string name, string? note, CancellationToken cancellationToken)
    {
        Find(group, name).State.Return(note);
        return ValueTask.CompletedTask;
    }

    public ValueTask ResumeAsync(string group, string name, CancellationToken cancellationToken)
    {
        Find(group, name).State.Resume();
        return ValueTask.CompletedTask;
    }

    private static CanaryStanding Of(Group group, Canary canary)
    {
        var (old, @new) = canary.State.Figures();
        return new()
        {
            Group = group.Name,
            Name = canary.Name,
            Models = canary.Models,
            Channels = canary.Channels,
            Step = canary.Step,
            Percent = canary.Percent,
            Returned = canary.State.Returned,
            Old = old,
            New = @new,
            ShadowCostMicros = canary.State.Spending.TodayMicros,
        };
    }

    private Canary Find(string group, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(group);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var found = registry.Current.Groups.GetValueOrDefault(group) ?? throw new ArgumentException($"No group is named '{group}'.", nameof(group));
        return Array.Find(found.AllCanaries, canary => canary.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"Group '{found.Name}' has no canary named '{name}'; it has: {string.Join(", ", found.AllCanaries.Select(static canary => canary.Name))}.", nameof(name));
    }
}
