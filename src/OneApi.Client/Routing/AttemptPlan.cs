using OneApi.Client.Channels;
using OneApi.Client.Errors;
using OneApi.Client.Gateway;
using OneApi.Client.Health;

namespace OneApi.Client.Routing;

/// <summary>
/// Which attempt follows which, for one call: other channels of the model first, then the same channel once, then fallback models, then what
/// rests least. The error's kind alone decides, by the table of <see cref="ErrorConsequences"/>; health decides who is asked, and the retry
/// budget whether anybody is.
/// </summary>
internal sealed partial class AttemptPlan
{
    private readonly Call _call;
    private readonly GatewaySnapshot _snapshot;
    private readonly ChannelSelector _selector;
    private readonly RandomSource _random;
    private readonly RetryBudget _budget;
    private readonly RouteTries _asked;
    private RouteTries _current;
    private IList<string> _fallbacks;
    private int _attempts;
    private int _sameChannelRetries;
    private int _nextFallback;
    private bool _onceWasUsed;
    private Candidate? _refreshed;

    public AttemptPlan(Call call, ChannelSelector selector, RetryBudgets budgets, RandomSource random)
    {
        _call = call;
        _snapshot = call.Snapshot;
        _selector = selector;
        _random = random;
        _budget = budgets.Of(call.Model);
        _fallbacks = call.PinnedChannel is not null ? [] : FallbacksOf(call);
        _asked = _current = new(call, call.Model);
        (call.Split, call.Arm) = (_asked.Split, _asked.Arm);
        if (call.IsShadow)
        {
            return; // copies are no calls of anybody, and are not repeated
        }

        if (call.IsRetryOfCaller)
        {
            _budget.TryTake(); // what a caller's own client repeats is a retry like ours
        }
        else
        {
            _budget.Earn(_snapshot.RetryBudget);
        }
    }

    /// <summary>Gets a value indicating whether another attempt may follow the one at hand, so that it must leave time for it.</summary>
    public bool MayFollow => _attempts < _snapshot.MaxAttempts && _call.PinnedChannel is null && (_current.AnyUntried || FallbackIsLeft());

    /// <summary>The models that may serve a call after the asked one, as the call or its group names them.</summary>
    public static IList<string> FallbacksOf(Call call) => call.Fallbacks ?? call.Group!.Fallbacks.GetValueOrDefault(call.Model) ?? (IList<string>)[];

    /// <summary>All models that may serve a call in any case, for the most that it may cost.</summary>
    public static IEnumerable<string> AllFallbacksOf(Call call) =>
        call.Fallbacks is not null || call.Group!.FallbacksByKind.Count == 0
            ? FallbacksOf(call)
            : [.. FallbacksOf(call), .. call.Group.FallbacksByKind.Values.SelectMany(map => map.GetValueOrDefault(call.Model) ?? [])];

    /// <summary>The first channel: one that works; of a fallback model when none of the asked one does; else the one that rests least.</summary>
    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.ModelNotFound"/> when nobody serves the model, <see cref="OneApiErrorKind.NoChannel"/> when all who do are switched off or certain to refuse.</exception>
    public AttemptStep First()
    {
        if (_call.PinnedChannel is { } pinned)
        {
            return Pinned(pinned);
        }

        if (Next(_asked, AttemptReason.First) is { } first)
        {
            return first;
        }

        return NextFallback() ?? LeastBad(_asked) ?? LeastBadFallback() ?? throw Nobody();
    }

    /// <summary>What follows a failure, or null when the call ends with it.</summary>
    /// <param name="failed">The attempt that failed; its health is noted already.</param>
    /// <param name="error">How it failed.</param>
    /// <param name="left">The time that is left for the call.</param>
    /// <param name="canRefresh">Whether the attempt used a token that can be issued anew.</param>
    /// <param name="shouldRetry">What the provider says of sending the call to it once more; null when it says nothing.</param>
    public AttemptStep? After(in HealthTicket failed, OneApiException error, TimeSpan left, bool canRefresh = false, bool? shouldRetry = null)
    {
        if (Refresh(failed, error, canRefresh) is { } refresh)
        {
            return refresh;
        }

        if (_attempts >= _snapshot.MaxAttempts || _call.IsShadow)
        {
            return null;
        }

        var consequence = ErrorConsequences.Of(error.Kind);
        UseFallbacksFor(error.Kind);
        var mayMoveOn = consequence.AnotherChannel is RetryRule.Yes || (consequence.AnotherChannel is RetryRule.Once && !_onceWasUsed);
        _onceWasUsed |= consequence.AnotherChannel is RetryRule.Once;

        // One attempt is always kept for a fallback model.
        var mayStay = _attempts < _snapshot.MaxAttempts - 1 || !FallbackIsLeft();
        if (mayMoveOn && mayStay && (AnotherKey(failed, consequence) ?? Another()) is { } next)
        {
            return Paid(next);
        }

        if (mayStay && !AnotherIsLeft() && SameChannel(failed, error, consequence, shouldRetry, left) is { } same)
        {
            return Paid(same);
        }

        if ((mayMoveOn || MayFallBack(consequence, error.Kind)) && NextFallback() is { } fallback)
        {
            return Paid(fallback);
        }

        return mayMoveOn && _call.PinnedChannel is null && (LeastBad(_asked) ?? LeastBadFallback()) is { } last ? Paid(last) : null;
    }

    /// <summary>Who may race an attempt that takes its time: somebody who works, or null.</summary>
    public AttemptStep? Rival()
    {
        if (!HasRival)
        {
            return null;
        }

        return (Next(_current, AttemptReason.Race) ?? NextFallback(AttemptReason.Race)) is { } step ? Paid(step) : null;
    }

    /// <summary>Gets a value indicating whether somebody could race the attempt at hand.</summary>
    public bool HasRival => _call.PinnedChannel is null && _attempts < _snapshot.MaxAttempts && (AnotherIsLeft() || FallbackIsLeft());

    /// <summary>Who takes over a stream that broke after content, or null. Not counted as an attempt.</summary>
    public AttemptStep? Rescue(AttemptReason reason)
    {
        if (_call.PinnedChannel is not null)
        {
            return null;
        }

        var attempts = _attempts;
        var step = Next(_current, reason) ?? NextFallback(reason);
        _attempts = attempts;
        return step is { } found ? Paid(found) : null;
    }

    /// <summary>The attempt at hand was not made: nobody was asked.</summary>
    public void TakeBack() => _attempts--;

    private AttemptStep? Paid(in AttemptStep step)
    {
        if (_budget.TryTake())
        {
            return step;
        }

        step.Ticket.Abandon();
        return null;
    }

    private AttemptStep? Refresh(in HealthTicket failed, OneApiException error, bool canRefresh)
    {
        if (ErrorConsequences.Of(error.Kind).SameChannel is not RetryRule.OnceAfterRefresh || !canRefresh || _refreshed == failed.Candidate)
        {
            return null;
        }

        _refreshed = failed.Candidate; // not counted as an attempt: the provider has refused a token, not the call
        return new(failed, TimeSpan.Zero, AttemptReason.Refresh);
    }

    /// <summary>A failure that concerns the key leaves the channel's other keys.</summary>
    private AttemptStep? AnotherKey(in HealthTicket failed, ErrorConsequence consequence)
    {
        if (failed.Candidate.Keys.Length == 1 || consequence.Health is not (HealthEffect.KeyOff or HealthEffect.KeyCools or HealthEffect.Cools))
        {
            return null;
        }

        return HealthTicket.TryTake(failed.Candidate, failed.Candidate.Channel.State.NextTurn(), failed.Key) is { } other
            ? Counted(other, TimeSpan.Zero, AttemptReason.AnotherKey)
            : null;
    }

    private AttemptStep? Another() => _call.PinnedChannel is null ? Next(_current, AttemptReason.AnotherChannel) : null;

    private bool AnotherIsLeft() => _call.PinnedChannel is null && _current.AnyIsLeft;

    private AttemptStep? SameChannel(in HealthTicket failed, OneApiException error, ErrorConsequence consequence, bool? shouldRetry, TimeSpan left)
    {
        // A breaker that has opened says more than one error: the channel is left alone.
        if (failed.Candidate.Look().Reason is HealthReason.Failing or HealthReason.Unreachable || WaitBeforeSame(consequence, error, shouldRetry) is not { } wait || wait >= left)
        {
            return null;
        }

        _sameChannelRetries++;
        return Counted(HealthTicket.TakeAnyway(failed.Candidate, failed.Key), wait, AttemptReason.SameChannel);
    }

    /// <summary>The next channel that works, of one model.</summary>
    private AttemptStep? Next(RouteTries tries, AttemptReason reason)
    {
        List<int>? lost = null;
        AttemptStep? step = null;
        while (true)
        {
            var (index, decision) = tries.Choose(_selector, reason);
            if (index < 0)
            {
                if (reason is AttemptReason.First && decision.Options.Count > 0)
                {
                    _call.Note(tries.Route, decision); // why the asked model could not serve at all
                }

                break;
            }

            tries.Mark(index);
            var candidate = tries.Route.Candidates[index];
            if (HealthTicket.TryTake(candidate, candidate.Keys.Length == 1 ? 0 : candidate.Channel.State.NextTurn()) is { } ticket)
            {
                _call.Note(tries.Route, decision);
                step = Counted(ticket, TimeSpan.Zero, reason);
                break;
            }

            (lost ??= []).Add(index); // another call was faster and tries it now
        }

        lost?.ForEach(tries.Unmark); // it was not tried by this one: it may still be the least bad
        return step;
    }

    private AttemptStep Counted(in HealthTicket ticket, TimeSpan wait, AttemptReason reason)
    {
        _attempts++;
        return new(ticket, wait, reason);
    }

    /// <summary>What rests for the shortest time, unless it is certain to refuse. A short wait that a provider asked for is sat out.</summary>
    private AttemptStep? LeastBad(RouteTries tries)
    {
        if (tries.LeastBad() is not { } found)
        {
            return null;
        }

        tries.Mark(found.Index);
        var candidate = tries.Route.Candidates[found.Index];
        var standing = found.Key.Look();
        var wait = standing.Reason is HealthReason.RateLimited && standing.Left <= HealthRules.ShortWait ? standing.Left : TimeSpan.Zero;
        _call.Note(tries.Route, tries.Explain(found.Index));
        return Counted(HealthTicket.TakeAnyway(candidate, found.Key), wait, AttemptReason.LeastBad);
    }

    /// <summary>How long to wait before the same channel is tried again, or null when it may not be.</summary>
    private TimeSpan? WaitBeforeSame(ErrorConsequence consequence, OneApiException error, bool? shouldRetry)
    {
        if (_sameChannelRetries >= _snapshot.SameChannelRetries || shouldRetry == false)
        {
            return null;
        }

        // The provider's own word for a fault that may pass by itself.
        var rule = shouldRetry == true && error.IsTransient && consequence.SameChannel is RetryRule.No ? RetryRule.OnceWhenAlone : consequence.SameChannel;
        return rule switch
        {
            RetryRule.AfterShortWaitWhenAlone => error.RetryAfter <= HealthRules.ShortWait ? error.RetryAfter : null,
            RetryRule.OnceWhenAlone when error.RetryAfter is { } stated => stated <= HealthRules.ShortWait ? stated : null,
            RetryRule.OnceWhenAlone => TimeSpan.FromMilliseconds(50 + (450 * _random.Next())), // jittered, so that callers don't come back together
            _ => null,
        };
    }

    private AttemptStep Pinned(string name)
    {
        if (!_snapshot.ByName.TryGetValue(name, out var channel))
        {
            throw NoChannel("The channel is not configured.");
        }

        if (_call.Token is not null && !channel.IsOpenTo(_call.Group!.Name))
        {
            throw new OneApiException(OneApiErrorKind.CallerForbidden) { ProviderCode = "channel_not_allowed", ProviderMessage = "The group of the access token may not use the channel." };
        }

        if (!channel.Enabled || channel.State.Health.SwitchedOff is not null)
        {
            throw NoChannel("The channel is switched off.");
        }

        if (!Route.Offers(channel, _call.Kind))
        {
            throw NoChannel("The channel does not serve this kind of call.");
        }

        var candidate = Candidate.Of(_snapshot, _call.Group!, channel, _call.Model);
        var key = candidate.Keys[candidate.Keys.Length == 1 ? 0 : (int)((uint)channel.State.NextTurn() % (uint)candidate.Keys.Length)];
        return Counted(HealthTicket.TryTake(candidate, Array.IndexOf(candidate.Keys, key)) ?? HealthTicket.TakeAnyway(candidate, key), TimeSpan.Zero, AttemptReason.First);
    }

    private OneApiException Nobody()
    {
        if (!_asked.Route.IsServed)
        {
            return new(OneApiErrorKind.ModelNotFound) { ProviderCode = "model_not_found", ProviderMessage = "No channel serves the model in this group." };
        }

        return Array.Find(_asked.Route.Candidates, static candidate => candidate.Look().Reason is HealthReason.KeyRefused or HealthReason.AccountEmpty) is { } dead
            ? Dead(dead)
            : NoChannel("Every channel that serves the model is switched off, or kept from serving by a canary or a shadow.");
    }

    /// <summary>What the provider has said of the key is said again, without asking it.</summary>
    private static OneApiException Dead(Candidate candidate)
    {
        var standing = candidate.Look();
        var isRefused = standing.Reason is HealthReason.KeyRefused;
        return new(isRefused ? OneApiErrorKind.Authentication : OneApiErrorKind.QuotaExhausted)
        {
            ProviderCode = isRefused ? "key_refused" : "account_empty",
            ProviderMessage = isRefused
                ? "The provider has refused the key; it is tried again from time to time."
                : "The account behind the key is empty; it is tried again from time to time.",
            RetryAfter = standing.Left,
        };
    }

    private static OneApiException NoChannel(string message) => new(OneApiErrorKind.NoChannel) { ProviderCode = "no_channel", ProviderMessage = message };
}
