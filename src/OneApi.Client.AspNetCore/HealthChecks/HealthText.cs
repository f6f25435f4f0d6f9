using System.Globalization;
using System.Text;

namespace OneApi.Client.AspNetCore.HealthChecks;

/// <summary>The state of the channels in one sentence or two.</summary>
internal static class HealthText
{
    private const int Shown = 10;

    public static string Of(IReadOnlyList<ChannelHealthEntry> entries, IReadOnlyList<ModelHealthEntry> unserved)
    {
        var all = entries.Select(static entry => entry.Channel).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        var resting = entries.Where(static entry => entry.State is ChannelHealthState.Resting or ChannelHealthState.Probing or ChannelHealthState.SwitchedOff).ToArray();
        var channels = resting.Select(static entry => entry.Channel).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        var text = new StringBuilder();
        if (channels == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{all} channels, all ready.");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"{channels} of {all} channels rest in whole or in part: ");
            Append(text, resting, WordsOf);
        }

        if (unserved.Count > 0)
        {
            text.Append(" Served by nobody: ");
            Append(text, unserved, static model => $"{model.Model} in {model.Group}");
        }

        return text.ToString();
    }

    /// <summary>Says whether a channel is off because the configuration says so: a person's switch has a time.</summary>
    public static bool IsOffByConfiguration(ChannelHealthEntry entry) => entry is { State: ChannelHealthState.SwitchedOff, Since: null };

    private static string WordsOf(ChannelHealthEntry entry)
    {
        var what = (entry.Key, entry.Model) switch
        {
            (null, null) => entry.Channel,
            ({ } key, null) => $"{entry.Channel} key {key}",
            (null, { } model) => $"{entry.Channel} {model}",
            ({ } key, { } model) => $"{entry.Channel} key {key} {model}",
        };
        return entry.Until is { } until
            ? string.Create(CultureInfo.InvariantCulture, $"{what} ({entry.Reason}, {(entry.State is ChannelHealthState.Probing ? "the next call tries it" : $"until {until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}")})")
            : $"{what} ({entry.Reason}{(IsOffByConfiguration(entry) ? " in the configuration" : "")})";
    }

    private static void Append<T>(StringBuilder text, IReadOnlyList<T> items, Func<T, string> words)
    {
        text.AppendJoin(", ", items.Take(Shown).Select(words));
        text.Append(items.Count > Shown ? $", and {items.Count - Shown} more." : ".");
    }
}
