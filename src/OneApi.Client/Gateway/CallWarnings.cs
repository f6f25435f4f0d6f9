using Microsoft.Extensions.Logging;

namespace OneApi.Client.Gateway;

/// <summary>What the attempt that served a call could not honour, with the channel's name, and logged.</summary>
internal static class CallWarnings
{
    public static IReadOnlyList<OneApiWarning> Of(Call call, ILogger logger)
    {
        var attempt = call.LastAttempt!;
        if (attempt.Warnings.Count == 0)
        {
            return [];
        }

        var channel = attempt.Candidate.Channel;
        var warnings = new OneApiWarning[attempt.Warnings.Count];
        for (var i = 0; i < warnings.Length; i++)
        {
            var warning = attempt.Warnings.All[i];
            warnings[i] = warning with { Channel = channel.Name };
            Log.SettingNotHonoured(logger, warning.Setting, channel.Number, channel.Name, warning.Message);
        }

        return warnings;
    }
}
