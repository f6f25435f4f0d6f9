using OneApi.Client.Health;

namespace OneApi.Client.Tests.Health;

/// <summary>A call on its way.</summary>
internal sealed class TransitionRide
{
    public TransitionRide(in HealthTicket ticket)
    {
        Ticket = ticket;
        Probing =
        [
            .. ticket.ConnectionProbe != HealthCell.NoProbe ? [ticket.Candidate.Health.Connection] : (HealthCell[])[],
            .. ticket.KeyProbe != HealthCell.NoProbe ? [ticket.Key.Key] : (HealthCell[])[],
            .. ticket.ModelProbe != HealthCell.NoProbe ? [ticket.Key.Model] : (HealthCell[])[],
        ];
    }

    public HealthTicket Ticket { get; }

    /// <summary>Gets or sets what it tries after a rest.</summary>
    public HealthCell[] Probing { get; set; }

    /// <summary>Gets or sets a value indicating whether content has come.</summary>
    public bool HasContent { get; set; }
}
