using System.Collections.Frozen;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using OneApi.Client.Pricing;
using OneApi.Client.Quotas;
using OneApi.Client.Routing;
using OneApi.Client.Telemetry;
using OneApi.Client.Usage;

namespace OneApi.Client.Gateway;

/// <summary>
/// The last step of a call, taken exactly once however it ended and outside its caller's cancellation: what it cost, its quota, its record, its
/// limits, its meters, its observers.
/// </summary>
internal sealed class Settler(
    IQuotaStore quotas,
    IUsageLedger ledger,
    IRateLimitStore limits,
    ChannelLimiter channelLimits,
    StoreRetry retry,
    DeferredSettlements deferred,
    IEnumerable<IUsageObserver> observers,
    UsageFeed feed,
    GatewayTelemetry telemetry,
    TimeProvider time,
    ILogger<Settler> logger)
{
    /// <summary>Observers run to their end even when the caller has gone, but not for ever.</summary>
    private static readonly TimeSpan ObserverLimit = TimeSpan.FromSeconds(30);
    private readonly IUsageObserver[] _observers = [.. observers];

    public async ValueTask<UsageRecord> SettleAsync(Call call, CallOutcome outcome, DeliveredUsage delivered, OneApiErrorKind? error)
    {
        var record = call.Record = MakeRecord(call, outcome, delivered, error);
        call.Split?.Note(call.Arm, record);
        if (call.Reservation is { } reservation)
        {
            await ChargeAsync(record, reservation).ConfigureAwait(false);
        }
        else
        {
            await AppendAsync(record).ConfigureAwait(false);
        }

        if (call.Permit is not null || call.LastAttempt?.Permit is not null)
        {
            await GiveBackAsync(call, record).ConfigureAwait(false);
        }

        telemetry.EndCall(call, record);
        if (_observers.Length > 0)
        {
            await TellAsync(record).ConfigureAwait(false);
        }

        feed.Tell(record);
        return record;
    }

    private UsageRecord MakeRecord(Call call, CallOutcome outcome, DeliveredUsage delivered, OneApiErrorKind? error)
    {
        var served = call.LastAttempt?.Candidate;
        var isServed = WasServed(call, outcome);
        var usage = isServed ? delivered.Reported ?? delivered.Estimate(call) : null;
        var charge = call.IsShadow ? new(0, null) : CallPricing.ChargeOf(call, isServed ? served!.PublicModel : null, usage);
        var cost = CallPricing.CostOf(call, isServed, usage);
        return new()
        {
            CallId = call.Id,
            Operation = telemetry.OperationOf(call.Kind),
            Streaming = call.Streaming,
            StartedAt = call.StartedAt,
            Duration = time.GetElapsedTime(call.StartTimestamp),
            TimeToFirstToken = FirstToken(call),
            Group = call.Group?.Name ?? call.Caller.Group ?? Channels.Group.DefaultName,
            TokenId = call.Token?.Token.Id,
            Owner = call.Token?.Token.Owner,
            EndUser = call.Caller.EndUser,
            Labels = LabelsOf(call),
            RequestedModel = call.Model,
            ServedModel = isServed ? served?.PublicModel : null,
            Channel = served?.Channel.Name,
            Provider = served?.Channel.Provider,
            Outcome = outcome,
            ErrorKind = error,
            Usage = CopyOf(usage),
            IsEstimated = isServed && delivered.IsEstimated,
            ChargeMicros = charge?.Micros,
            ChargedAs = charge?.InCurrency,
            ReservedMicros = call.Reservation?.AmountMicros,
            Accounts = call.Reservation is { } reservation ? KeysOf(reservation.Accounts) : [],
            ProviderCostMicros = cost,
            Decisions = call.Decisions,
            Rescue = call.Rescue,
            Arm = call.Arm,
            IsShadow = call.IsShadow,
            Attempts = call.Attempts,
        };
    }

    /// <summary>A caller that left before the first content was served by nobody.</summary>
    private static bool WasServed(Call call, CallOutcome outcome) => outcome switch
    {
        CallOutcome.Failed => false,
        CallOutcome.Cancelled => call.LastAttempt?.Clock.HasContent == true,
        _ => true,
    };

    /// <summary>What the token's owner has set can't be overwritten by who holds its key.</summary>
    private static IReadOnlyDictionary<string, string> LabelsOf(Call call)
    {
        var own = call.ShadowOf is { } shadow ? new Dictionary<string, string> { [UsageRecord.ShadowLabel] = shadow } : call.Token?.Token.Labels;
        if (call.Caller.Labels is not { Count: > 0 } given)
        {
            return own ?? FrozenDictionary<string, string>.Empty;
        }

        var labels = new Dictionary<string, string>(given, StringComparer.Ordinal);
        foreach (var (name, value) in own ?? FrozenDictionary<string, string>.Empty)
        {
            labels[name] = value;
        }

        return labels.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static string[] KeysOf(IReadOnlyList<QuotaAccount> accounts)
    {
        var keys = new string[accounts.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = accounts[i].Key;
        }

        return keys;
    }

    /// <summary>The answer's own object belongs to the caller, and callers add to it: FunctionInvokingChatClient sums up its rounds in the first one.</summary>
    private static UsageDetails? CopyOf(UsageDetails? usage)
    {
        if (usage is null)
        {
            return null;
        }

        var copy = new UsageDetails();
        copy.Add(usage);
        return copy;
    }

    private static TimeSpan? FirstToken(Call call) =>
        call.Attempts.Find(static attempt => attempt is { TimeToFirstToken: not null, Outcome: AttemptOutcome.Served or AttemptOutcome.Failed }) is { } shown
            ? shown.StartedAt - call.StartedAt + shown.TimeToFirstToken
            : null;

    private async ValueTask ChargeAsync(UsageRecord record, Reservation reservation)
    {
        var charge = record.ChargeMicros ?? 0; // a model that has lost its price since the call began
        if (charge > reservation.AmountMicros)
        {
            Quotas.Log.Overrun(logger, record.CallId, charge, reservation.AmountMicros);
        }

        var settlement = new QuotaSettlement(record.CallId, reservation.Accounts, charge, record);
        try
        {
            await retry.RunAsync(static (state, stop) => state.quotas.SettleAsync(state.settlement, stop), (quotas, settlement)).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // whatever a store throws: the answer is the caller's, and the charge is tried again
        catch (Exception error)
#pragma warning restore CA1031
        {
            Quotas.Log.SettlementDeferred(logger, record.CallId, charge, error);
            deferred.Settle(settlement);
            return;
        }

        if (!quotas.KeepsRecords)
        {
            await AppendAsync(record).ConfigureAwait(false);
        }
    }

    private async ValueTask AppendAsync(UsageRecord record)
    {
        try
        {
            await ledger.AppendAsync([record], CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // as above
        catch (Exception error)
#pragma warning restore CA1031
        {
            Quotas.Log.SettlementDeferred(logger, record.CallId, record.ChargeMicros ?? 0, error);
            deferred.Append(record);
        }
    }

    private async ValueTask GiveBackAsync(Call call, UsageRecord record)
    {
        var used = record.Usage is { } usage ? BilledTokens.Of(usage) : default;
        if (call.LastAttempt?.TakePermit() is { } ofChannel)
        {
            await channelLimits.GiveBackAsync(ofChannel, used.Input + used.Output).ConfigureAwait(false);
        }

        if (call.Permit is not { } ofCaller)
        {
            return;
        }

        try
        {
            // A call that a later step of admission refused has asked nobody for anything.
            await limits.ReleaseAsync(ofCaller, used.Input + used.Output, countsRequest: call.LastAttempt is not null, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // as above; what is not given back ends by itself
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.LimitNotGivenBack(logger, error);
        }
    }

    private async ValueTask TellAsync(UsageRecord record)
    {
        using var limit = new CancellationTokenSource(ObserverLimit, time);
        foreach (var observer in _observers)
        {
            try
            {
                await observer.OnCompletedAsync(record, limit.Token).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // somebody else's code: it may throw anything, and the call must not suffer from it
            catch (Exception error)
#pragma warning restore CA1031
            {
                Log.ObserverFailed(logger, error);
            }
        }
    }
}
