using Microsoft.Extensions.Logging;
using OneApi.Client.Channels;

namespace OneApi.Client.Health;

/// <summary>Shows the channels' health, and takes a person's word.</summary>
internal sealed partial class ChannelHealthView(ChannelRegistry registry, SharedFacts facts, TimeProvider time, ILogger<ChannelHealthView> logger) : IChannelHealth
{
    private const int ShownDigits = 8;
    private const int LongestNote = 500;

    public IReadOnlyList<ChannelHealthEntry> List()
    {
        var entries = new List<ChannelHealthEntry>();
        foreach (var channel in registry.Current.Channels)
        {
            var health = channel.State.Health;
            entries.Add(OfChannel(channel, health));
            foreach (var credential in channel.Credentials.Length == 0 ? [Authentication.Credential.None] : channel.Credentials)
            {
                var key = health.KeyOf(credential.Fingerprint);
                var name = channel.Credentials.Length == 0 ? null : credential.Fingerprint[..ShownDigits];
                if (name is not null)
                {
                    entries.Add(Of(channel.Name, name, null, key.Key));
                }

                entries.AddRange(key.Models.Where(static model => !model.Value.IsReady || model.Value.Share < 1).Select(model => Of(channel.Name, name, model.Key, model.Value)));
            }
        }

        return entries;
    }

    public async ValueTask RestAsync(string channel, TimeSpan? duration, string? note, CancellationToken cancellationToken)
    {
        if (duration <= TimeSpan.Zero)
        {
            throw new ArgumentException($"A channel rests for a positive time, not for {duration}; null is until somebody resumes it.", nameof(duration));
        }

        if (note?.Length > LongestNote)
        {
            throw new ArgumentException($"A note has {LongestNote} characters at most, not {note.Length}.", nameof(note));
        }

        var found = Find(channel);
        var now = time.GetUtcNow();
        var off = new ChannelSwitch(now, now + duration, note);
        found.State.Health.SwitchedOff = off;
        facts.SwitchOff(found.Name, off);
        Log.SwitchedOff(logger, found.Name, off.Until);
        await facts.SayAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask ResumeAsync(string channel, CancellationToken cancellationToken)
    {
        var found = Find(channel);
        var health = found.State.Health;
        health.SwitchedOff = null;
        health.Connection.Clear();
        facts.Forget(found.Name, null);
        foreach (var (fingerprint, key) in health.Keys)
        {
            if (!key.Key.IsReady)
            {
                facts.Forget(found.Name, fingerprint);
            }

            key.Key.Clear();
            foreach (var (_, model) in key.Models)
            {
                model.Clear();
            }
        }

        Log.Resumed(logger, found.Name);
        await facts.SayAsync(cancellationToken).ConfigureAwait(false);
    }

    private Channel Find(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return registry.Current.ByName.TryGetValue(name, out var channel)
            ? channel
            : throw new ArgumentException($"No channel is named '{name}'; there are: {string.Join(", ", registry.Current.Channels.Select(static known => known.Name))}.", nameof(name));
    }

    private static ChannelHealthEntry OfChannel(Channel channel, ChannelHealth health)
    {
        if (!channel.Enabled)
        {
            return new() { Channel = channel.Name, State = ChannelHealthState.SwitchedOff, Reason = HealthReason.SwitchedOff, EndsBy = HealthEnd.Person, Share = 0, Note = "Enabled is false in the configuration." };
        }

        if (health.SwitchedOff is { } off)
        {
            return new() { Channel = channel.Name, State = ChannelHealthState.SwitchedOff, Reason = HealthReason.SwitchedOff, Since = off.Since, Until = off.Until, EndsBy = off.Until is null ? HealthEnd.Person : HealthEnd.Time, Share = 0, Note = off.Note };
        }

        // A channel without a key may be refused as well, and has no entry of a key that would show it.
        return Of(channel.Name, null, null, channel.Credentials.Length == 0 && health.Connection.IsReady ? health.KeyOf(Authentication.Credential.None.Fingerprint).Key : health.Connection);
    }

    private static ChannelHealthEntry Of(string channel, string? key, string? model, HealthCell cell)
    {
        var standing = cell.Look();
        if (!standing.IsReady)
        {
            return new()
            {
                Channel = channel,
                Key = key,
                Model = model,
                State = standing.Left == TimeSpan.Zero ? ChannelHealthState.Probing : ChannelHealthState.Resting,
                Reason = standing.Reason,
                Since = standing.Since,
                Until = standing.Until,
                EndsBy = HealthEnd.Probe,
                Share = 0,
            };
        }

        var share = cell.Share;
        return share < 1
            ? new() { Channel = channel, Key = key, Model = model, State = ChannelHealthState.SlowStart, Since = cell.Back, Until = cell.Back + HealthRules.SlowStart, EndsBy = HealthEnd.Time, Share = share }
            : new() { Channel = channel, Key = key, Model = model, State = ChannelHealthState.Ready };
    }
}
