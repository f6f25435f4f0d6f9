using OneApi.Client.Channels;
using OneApi.Client.Errors;
using OneApi.Client.Gateway;

namespace OneApi.Client.Routing;

/// <summary>
/// Which attempt follows which, for one call: other channels of the model first, then the same channel once, then fallback models.
/// The error's kind alone decides, by the table of <see cref="ErrorConsequences"/>.
/// </summary>
internal sealed class AttemptPlan
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);
    private readonly Call _call;
    private readonly GatewaySnapshot _snapshot;
    private readonly Group _group;
    private readonly CallKind _kind;
    private readonly ChannelSelector _selector;
    private readonly RandomSource _random;
    private readonly IList<string> _fallbacks;
    private readonly string? _pinned;
    private readonly string _model;
    private Route _route;
    private bool[] _tried = [];
    private int _attempts;
    private int _sameChannelRetries;
    private int _nextFallback;
    private bool _onceWasUsed;
    private Candidate? _refreshed;

    public AttemptPlan(Call call, ChannelSelector selector, RandomSource random)
    {
        _call = call;
        _snapshot = call.Snapshot;
        _group = call.Group!;
        _kind = call.Kind;
        _selector = selector;
        _random = random;
        _pinned = call.PinnedChannel;
        _model = call.Model;
        _fallbacks = _pinned is not null ? [] : FallbacksOf(call);
        _route = _snapshot.RouteOf(_group, _model, _kind);
    }

    /// <summary>Gets a value indicating whether another attempt may follow the one at hand, so that it must leave time for it.</summary>
    public bool MayFollow => _attempts < _snapshot.MaxAttempts && (AnotherIsLeft() || FallbackIsLeft());

    /// <summary>The models that may serve a call after the asked one, as the call or its group names them.</summary>
    public static IList<string> FallbacksOf(Call call) => call.Fallbacks ?? call.Group!.Fallbacks.GetValueOrDefault(call.Model) ?? (IList<string>)[];

    /// <summary>The first channel.</summary>
    /// <exception cref="OneApiException"><see cref="OneApiErrorKind.ModelNotFound"/> when nobody serves the model, <see cref="OneApiErrorKind.NoChannel"/> when all who do are switched off.</exception>
    public AttemptStep First()
    {
        if (_pinned is not null)
        {
            return new(Pinned(_pinned), TimeSpan.Zero, IsSameChannel: false);
        }

        var isServed = _route.IsServed;
        if ((NextChannel() ?? NextFallback()) is { } first)
        {
            return new(first, TimeSpan.Zero, IsSameChannel: false);
        }

        throw new OneApiException(isServed ? OneApiErrorKind.NoChannel : OneApiErrorKind.ModelNotFound)
        {
            ProviderCode = isServed ? "no_channel" : "model_not_found",
            ProviderMessage = isServed ? "Every channel that serves the model is switched off." : "No channel serves the model in this group.",
        };
    }

    /// <summary>What follows a failure, or null when the call ends with it.</summary>
    /// <param name="failed">Where the failed attempt went.</param>
    /// <param name="error">How it failed.</param>
    /// <param name="left">The time that is left for the call.</param>
    /// <param name="canRefresh">Whether the attempt used a token that can be issued anew.</param>
    /// <param name="shouldRetry">What the provider says of sending the call to it once more; null when it says nothing.</param>
    public AttemptStep? After(Candidate failed, OneApiException error, TimeSpan left, bool canRefresh = false, bool? shouldRetry = null)
    {
        var consequence = ErrorConsequences.Of(error.Kind);
        if (consequence.SameChannel is RetryRule.OnceAfterRefresh && canRefresh && _refreshed != failed)
        {
            _refreshed = failed; // not counted as an attempt: the provider has refused a token, not the call
            return new(failed, TimeSpan.Zero, IsSameChannel: true, IsRefresh: true);
        }

        if (_attempts >= _snapshot.MaxAttempts)
        {
            return null;
        }

        var mayMoveOn = consequence.AnotherChannel is RetryRule.Yes || (consequence.AnotherChannel is RetryRule.Once && !_onceWasUsed);
        _onceWasUsed |= consequence.AnotherChannel is RetryRule.Once;

        // One attempt is always kept for a fallback model.
        var mayStay = _attempts < _snapshot.MaxAttempts - 1 || !FallbackIsLeft();
        if (mayMoveOn && _pinned is null && mayStay && NextChannel() is { } next)
        {
            return new(next, TimeSpan.Zero, IsSameChannel: false);
        }

        if (mayStay && !AnotherIsLeft() && WaitBeforeSame(consequence, error, shouldRetry) is { } wait && wait < left)
        {
            _sameChannelRetries++;
            _attempts++;
            return new(failed, wait, IsSameChannel: true);
        }

        var mayFallBack = mayMoveOn
            || consequence.AnotherChannel is RetryRule.LargerWindowOnly
            || (consequence.AnotherChannel is RetryRule.WhereConfigured && _group.FallsBackOnContentFilter);
        return mayFallBack && NextFallback() is { } fallback ? new(fallback, TimeSpan.Zero, IsSameChannel: false) : null;
    }

    /// <summary>The attempt at hand was not made: nobody was asked.</summary>
    public void TakeBack() => _attempts--;

    private Candidate Pinned(string name)
    {
        _attempts++;
        if (!_snapshot.ByName.TryGetValue(name, out var channel))
        {
            throw new OneApiException(OneApiErrorKind.NoChannel) { ProviderCode = "no_channel", ProviderMessage = "The channel is not configured any more." };
        }

        if (!channel.Enabled)
        {
            throw new OneApiException(OneApiErrorKind.NoChannel) { ProviderCode = "no_channel", ProviderMessage = "The channel is switched off." };
        }

        if (!Route.Offers(channel, _kind))
        {
            throw new OneApiException(OneApiErrorKind.NoChannel) { ProviderCode = "no_channel", ProviderMessage = "The channel does not serve this kind of call." };
        }

        return Candidate.Of(_snapshot, _group, channel, _model);
    }

    private bool AnotherIsLeft() => _pinned is null && _selector.Choose(_route, RoutingStrategies.Ordered, _tried) >= 0;

    private bool FallbackIsLeft()
    {
        for (var i = _nextFallback; i < _fallbacks.Count; i++)
        {
            if (CanFallBackTo(_fallbacks[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The asked model is no fallback of itself: its channels were tried.</summary>
    private bool CanFallBackTo(string model) =>
        !string.IsNullOrWhiteSpace(model) && !model.Equals(_model, StringComparison.OrdinalIgnoreCase) && _call.MayUse(model)
        && _snapshot.RouteOf(_group, model, _kind).Candidates.Length > 0;

    private Candidate? NextChannel()
    {
        var index = _selector.Choose(_route, _group.Strategy, _tried);
        if (index < 0)
        {
            return null;
        }

        if (_tried.Length == 0)
        {
            _tried = new bool[_route.Candidates.Length];
        }

        _tried[index] = true;
        _attempts++;
        return _route.Candidates[index];
    }

    private Candidate? NextFallback()
    {
        while (_nextFallback < _fallbacks.Count)
        {
            var model = _fallbacks[_nextFallback++];
            if (!CanFallBackTo(model))
            {
                continue;
            }

            _route = _snapshot.RouteOf(_group, model, _kind);
            _tried = [];
            if (NextChannel() is { } candidate)
            {
                return candidate;
            }
        }

        return null;
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
            RetryRule.AfterShortWaitWhenAlone => error.RetryAfter <= LongestWait ? error.RetryAfter : null,
            RetryRule.OnceWhenAlone when error.RetryAfter is { } stated => stated <= LongestWait ? stated : null,
            RetryRule.OnceWhenAlone => TimeSpan.FromMilliseconds(50 + (450 * _random.Next())), // jittered, so that callers don't come back together
            _ => null,
        };
    }
}
