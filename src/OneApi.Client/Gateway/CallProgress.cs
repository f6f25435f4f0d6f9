using OneApi.Client.Gateway;

namespace OneApi.Client;

/// <summary>What is known of a call while it runs and after it has ended, for whoever reports it to his own callers: on failures too. Give each call one of its own.</summary>
/// <remarks>Read it between the updates of a stream, or when the call has ended; not at the same time as the gateway works on it.</remarks>
public sealed class CallProgress
{
    private Call? _call;

    /// <summary>Gets the id of the call; empty before it began.</summary>
    public Guid CallId => _call?.Id ?? Guid.Empty;

    /// <summary>Gets the group in whose name it is made, once it was admitted; else <see langword="null"/>.</summary>
    public string? Group => _call?.Group?.Name;

    /// <summary>Gets the id of the access token that it is made with, once it was admitted; else <see langword="null"/>.</summary>
    public string? TokenId => _call?.Token?.Token.Id;

    /// <summary>Gets the channel of the attempt that serves, or of the last one that failed; <see langword="null"/> before any.</summary>
    public string? Channel => _call?.LastAttempt?.Candidate.Channel.Name;

    /// <summary>Gets the public name of the model that this attempt asks; <see langword="null"/> before any.</summary>
    public string? Model => _call?.LastAttempt?.Candidate.PublicModel;

    /// <summary>Gets how many attempts were made, the running one included.</summary>
    public int Attempts => _call is null ? 0 : _call.Attempts.Count + (_call.LastAttempt is { Record: null } ? 1 : 0);

    /// <summary>Gets how long the call has waited for providers so far: the time of its attempts, a running one's up to its first content, and the pauses between them.</summary>
    public TimeSpan UpstreamTime => _call is null ? TimeSpan.Zero : UpstreamTimeOf(_call);

    /// <summary>Gets how the caller's requests of a minute stand; <see langword="null"/> where nothing limits them.</summary>
    public RateLimitStanding? Requests => _call?.RequestStanding;

    /// <summary>Gets how the caller's tokens of a minute stand; <see langword="null"/> where nothing limits them.</summary>
    public RateLimitStanding? Tokens => _call?.TokenStanding;

    /// <summary>Gets a value indicating whether a broken stream goes on from another channel.</summary>
    public bool IsRescued => _call?.Rescue is not null;

    /// <summary>Gets how many settings and contents the serving provider could not honour so far.</summary>
    public int Warnings => _call?.LastAttempt?.Warnings.Count ?? 0;

    /// <summary>Gets the usage record, once the call was settled; else <see langword="null"/>.</summary>
    public UsageRecord? Record => _call?.Record;

    internal void Follow(Call call) => _call = call;

    private static TimeSpan UpstreamTimeOf(Call call)
    {
        var time = TimeSpan.Zero;
        foreach (var attempt in call.Attempts)
        {
            if (attempt.Outcome is not AttemptOutcome.LostRace)
            {
                time += attempt.WaitedBefore + attempt.Duration;
            }
        }

        return call.LastAttempt is { Record: null } running ? time + running.WaitedBefore + (running.Clock.TimeToFirstContent ?? running.Clock.Elapsed) : time;
    }
}
