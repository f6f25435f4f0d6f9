using OneApi.Client.Health;

namespace OneApi.Client.Routing;

/// <summary>The next attempt of a call.</summary>
/// <param name="Ticket">Where it goes, with which key, and its part in their health.</param>
/// <param name="Wait">How long to wait before it.</param>
/// <param name="Reason">Why it is made.</param>
internal readonly record struct AttemptStep(HealthTicket Ticket, TimeSpan Wait, AttemptReason Reason)
{
    public Candidate Candidate => Ticket.Candidate;

    /// <summary>Gets a value indicating whether the channel is the one that has just failed.</summary>
    public bool IsSameChannel => Reason is AttemptReason.SameChannel or AttemptReason.AnotherKey or AttemptReason.Refresh;

    public bool IsRefresh => Reason is AttemptReason.Refresh;
}
