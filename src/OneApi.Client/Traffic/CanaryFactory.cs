using System.Collections.Frozen;
using OneApi.Client.Pricing;

namespace OneApi.Client.Traffic;

/// <summary>Makes the canaries and shadows of a valid configuration, and tells their states of it.</summary>
internal sealed class CanaryFactory(CanaryStates states)
{
    public Canary[] MakeCanaries(string group, GroupConfig config) => [.. config.Canary.Select(canary => Make(group, canary))];

    public Canary[] MakeShadows(string group, GroupConfig config) => [.. config.Shadow.Select(shadow => Make(group, CanaryOf(shadow)))];

    /// <summary>A shadow is a canary that never leaves its first step.</summary>
    public static CanaryConfig CanaryOf(ShadowConfig shadow) => new()
    {
        Name = shadow.Name,
        Channels = shadow.Channels,
        Models = shadow.Models,
        Percent = shadow.Percent,
        ShadowBudget = shadow.Budget,
        Step = CanaryStep.Shadow,
        Path = shadow.Path,
    };

    public static string NameOf(CanaryConfig config) => string.IsNullOrWhiteSpace(config.Name) ? config.Channels.FirstOrDefault() ?? string.Empty : config.Name;

    private Canary Make(string group, CanaryConfig config)
    {
        var name = NameOf(config);
        var salt = config.Salt ?? (group + "/" + name).ToUpperInvariant();
        var state = states.Of(group, name);
        state.Apply(string.Join('\n', config.Channels.Order(StringComparer.OrdinalIgnoreCase).Append(salt).Concat(config.Models)), config.Step, config.Percent);
        return new()
        {
            Name = name,
            Models = [.. config.Models],
            Channels = [.. config.Channels],
            ChannelSet = config.Channels.ToFrozenSet(StringComparer.OrdinalIgnoreCase),
            Step = config.Step,
            Percent = config.Percent,
            StickyBy = config.StickyBy,
            Salt = salt,
            Guards = config.Guards,
            ShadowLimitMicros = LimitOf(config.ShadowBudget),
            State = state,
        };
    }

    private static long? LimitOf(string? budget) =>
        budget is null ? null : DecimalText.TryParse(budget, DecimalText.PerMillionDigits, out var micros, out _) ? micros : throw new FormatException($"'{budget}' is no budget."); // checked before
}
