using OneApi.Client.Channels;
using OneApi.Client.Routing;
using OneApi.Client.Traffic;

namespace OneApi.Client.Health;

/// <content>Health by model: who is left.</content>
internal sealed partial class ChannelHealthView
{
    public IReadOnlyList<ModelHealthEntry> ListModels()
    {
        var snapshot = registry.Current;
        var entries = new List<ModelHealthEntry>();
        foreach (var group in snapshot.Groups.Values.OrderBy(static group => group.Name, StringComparer.OrdinalIgnoreCase))
        {
            var open = OpenTo(snapshot, group);
            var models = open.SelectMany(PatternsOf).Concat(group.Models.Where(static model => !IsPattern(model))).Distinct(StringComparer.OrdinalIgnoreCase).Where(group.Allows);
            entries.AddRange(models.Select(model => IsPattern(model) ? OfPattern(group, open, model) : OfModel(snapshot, group, open, model)).Where(static entry => entry.Channels > 0));
        }

        return entries;
    }

    public ModelHealthEntry GetModel(string model, string? group = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        var snapshot = registry.Current;
        var name = group ?? Group.DefaultName;
        return snapshot.Groups.TryGetValue(name, out var known) && known.Allows(model)
            ? OfModel(snapshot, known, OpenTo(snapshot, known), model)
            : new() { Group = name, Model = model, Channels = 0, Ready = 0 };
    }

    private static Channel[] OpenTo(GatewaySnapshot snapshot, Group group) =>
        Array.FindAll(snapshot.Channels, channel => channel.Enabled && channel.IsOpenTo(group.Name));

    private static ModelHealthEntry OfModel(GatewaySnapshot snapshot, Group group, Channel[] open, string model)
    {
        // Not from the snapshot's routes: what nobody has called yet would push out what calls need.
        var standings = Array.ConvertAll(MayServe(group, model, Array.FindAll(open, channel => channel.Serves(model))), channel => Candidate.Of(snapshot, group, channel, model).Look());
        return EntryOf(group, model, standings);
    }

    /// <summary>A pattern stands for models that nobody can list: the channel and its keys say how it is.</summary>
    private static ModelHealthEntry OfPattern(Group group, Channel[] open, string pattern) =>
        EntryOf(group, pattern, Array.ConvertAll(MayServe(group, pattern, Array.FindAll(open, channel => PatternsOf(channel).Contains(pattern, StringComparer.OrdinalIgnoreCase))), OfAnyModel));

    /// <summary>Channels that get copies only, or that nobody is to be moved to yet, serve nobody.</summary>
    private static Channel[] MayServe(Group group, string model, Channel[] channels) =>
        Split.Of(group, model, channels) is { } split ? [.. channels.Where((_, index) => split.MayServe(index))] : channels;

    private static HealthStanding OfAnyModel(Channel channel)
    {
        var health = channel.State.Health;
        if (health.SwitchedOff is { } off)
        {
            return new(HealthReason.SwitchedOff, off.Since, off.Until ?? DateTimeOffset.MaxValue, TimeSpan.MaxValue, IsProbed: false);
        }

        HealthStanding? best = null;
        foreach (var credential in channel.Credentials.Length == 0 ? [Authentication.Credential.None] : channel.Credentials)
        {
            var standing = health.KeyOf(credential.Fingerprint).Key.Look();
            best = best is { } other ? HealthStanding.Better(other, standing) : standing;
        }

        return HealthStanding.Worse(best!.Value, health.Connection.Look());
    }

    private static ModelHealthEntry EntryOf(Group group, string model, HealthStanding[] standings)
    {
        var ready = 0;
        DateTimeOffset? until = null;
        foreach (var standing in standings)
        {
            if (standing.IsReady || standing.Left == TimeSpan.Zero)
            {
                ready++;
            }
            else if (standing.Until < (until ?? DateTimeOffset.MaxValue))
            {
                until = standing.Until;
            }
        }

        return new() { Group = group.Name, Model = model, Channels = standings.Length, Ready = ready, Until = ready > 0 ? null : until };
    }

    private static string[] PatternsOf(Channel channel) => channel.Models.Length == 0 ? ["*"] : channel.Models;

    private static bool IsPattern(string model) => model.Contains('*', StringComparison.Ordinal);
}
