using Microsoft.Extensions.Logging;
using OneApi.Client.Errors;
using OneApi.Client.Routing;

namespace OneApi.Client.Health;

/// <summary>What a failure says about the health of a channel, its key and its model: the column of the table of design §6, and nothing else.</summary>
internal sealed class HealthJudge(RandomSource random, SharedFacts facts, ILogger<HealthJudge> logger)
{
    /// <summary>Notes a failure.</summary>
    /// <param name="ticket">The attempt's part.</param>
    /// <param name="error">How it failed.</param>
    /// <param name="wasAnswered">Whether the provider answered at all, be it with an error.</param>
    public void Fail(in HealthTicket ticket, OneApiException error, bool wasAnswered)
    {
        var effect = ErrorConsequences.Of(error.Kind).Health;
        if (effect is HealthEffect.Counts && IsConnectionFault(error, wasAnswered))
        {
            FailConnection(ticket);
            return;
        }

        var connection = ticket.Candidate.Health.Connection;
        connection.Succeed(ticket.ConnectionProbe); // whatever it said, it was there
        switch (effect)
        {
            case HealthEffect.KeyOff:
                RestKey(ticket, HealthReason.KeyRefused, HealthRules.KeyProbe);
                break;
            case HealthEffect.KeyCools:
                RestKey(ticket, HealthReason.AccountEmpty, Bounded(error.RetryAfter) ?? HealthRules.KeyProbe);
                break;
            case HealthEffect.ModelRests:
                RestModel(ticket);
                break;
            case HealthEffect.Cools:
                ticket.Key.Key.Reopen(ticket.KeyProbe);
                Announce(ticket, ticket.Key.Model.Rest(HealthReason.RateLimited, Bounded(error.RetryAfter), ticket.ModelProbe, random.Next()), ticket.Key.Model);
                break;
            case HealthEffect.Counts or HealthEffect.CountsHalf:
                CountFault(ticket, effect is HealthEffect.Counts ? 2 : 1);
                break;
            default: // the fault is the request's: the channel did what it could
                ticket.Key.Key.Reopen(ticket.KeyProbe);
                ticket.Key.Model.Reopen(ticket.ModelProbe);
                break;
        }
    }

    /// <summary>Content has come: others may follow. What a shared fact said of the key holds no more.</summary>
    public void Commit(in HealthTicket ticket)
    {
        if (ticket.Commit())
        {
            ForgetFact(ticket);
        }
    }

    public void Succeed(in HealthTicket ticket)
    {
        if (ticket.Succeed())
        {
            ForgetFact(ticket);
        }
    }

    /// <summary>Another channel was faster: half a fault, so that one that is always slow is not waited for again and again.</summary>
    public void LoseRace(in HealthTicket ticket)
    {
        ticket.Candidate.Health.Connection.Abandon(ticket.ConnectionProbe);
        CountFault(ticket, halves: 1);
    }

    private void ForgetFact(in HealthTicket ticket) => facts.Forget(ticket.Candidate.Channel.Name, ticket.Key.Credential.Fingerprint);

    private static bool IsConnectionFault(OneApiException error, bool wasAnswered) =>
        !wasAnswered && error.StatusCode is null && (error.Kind is OneApiErrorKind.ProviderUnavailable || error.Limit == "connect");

    private void FailConnection(in HealthTicket ticket)
    {
        ticket.Key.Key.Abandon(ticket.KeyProbe);
        ticket.Key.Model.Abandon(ticket.ModelProbe);
        var connection = ticket.Candidate.Health.Connection;
        Announce(ticket, connection.Fail(2, HealthReason.Unreachable, ticket.ConnectionProbe, random.Next()), connection);
    }

    private void CountFault(in HealthTicket ticket, int halves)
    {
        ticket.Key.Key.Reopen(ticket.KeyProbe);
        Announce(ticket, ticket.Key.Model.Fail(halves, HealthReason.Failing, ticket.ModelProbe, random.Next()), ticket.Key.Model);
    }

    private void RestKey(in HealthTicket ticket, HealthReason reason, TimeSpan rest)
    {
        ticket.Key.Model.Abandon(ticket.ModelProbe);
        var isNew = ticket.Key.Key.Rest(reason, rest, ticket.KeyProbe, random.Next());
        Announce(ticket, isNew, ticket.Key.Key);
        facts.Tell(ticket.Candidate.Channel.Name, ticket.Key.Credential.Fingerprint, ticket.Key.Key.Look());
    }

    /// <summary>Whatever key is used: the channel does not serve the model, or not us.</summary>
    private void RestModel(in HealthTicket ticket)
    {
        ticket.Key.Key.Reopen(ticket.KeyProbe);
        foreach (var key in ticket.Candidate.Keys)
        {
            var isOwn = ReferenceEquals(key, ticket.Key);
            var isNew = key.Model.Rest(HealthReason.ModelRefused, HealthRules.ModelRest, isOwn ? ticket.ModelProbe : HealthCell.NoProbe, random.Next());
            Announce(ticket, isOwn && isNew, key.Model);
        }
    }

    private void Announce(in HealthTicket ticket, bool isNew, HealthCell cell)
    {
        if (isNew)
        {
            var channel = ticket.Candidate.Channel;
            var standing = cell.Look();
            Log.Rests(logger, channel.Number, channel.Name, standing.Reason, standing.Until);
        }
    }

    private static TimeSpan? Bounded(TimeSpan? stated) => stated > HealthRules.LongestStated ? HealthRules.LongestStated : stated;
}
