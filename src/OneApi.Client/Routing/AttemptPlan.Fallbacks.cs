using OneApi.Client.Errors;

namespace OneApi.Client.Routing;

/// <content>Fallback models: tried after the channels of the asked one, in the order in which the call or its group names them.</content>
internal sealed partial class AttemptPlan
{
    /// <summary>A kind of failure may have fallbacks of its own: a larger window for what is too long, another vendor for what a filter stopped.</summary>
    private void UseFallbacksFor(OneApiErrorKind kind)
    {
        if (_call.PinnedChannel is null && _call.Fallbacks is null && _nextFallback == 0 && OwnFallbacksOf(kind) is { } own)
        {
            _fallbacks = own;
        }
    }

    private string[]? OwnFallbacksOf(OneApiErrorKind kind) => _call.Group!.FallbacksByKind.GetValueOrDefault(kind)?.GetValueOrDefault(_call.Model);

    private bool MayFallBack(ErrorConsequence consequence, OneApiErrorKind kind) =>
        consequence.AnotherChannel is RetryRule.LargerWindowOnly
        || (consequence.AnotherChannel is RetryRule.WhereConfigured && (_call.Group!.FallsBackOnContentFilter || OwnFallbacksOf(kind) is not null));

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
        !string.IsNullOrWhiteSpace(model) && !model.Equals(_call.Model, StringComparison.OrdinalIgnoreCase) && _call.MayUse(model)
        && _snapshot.RouteOf(_call.Group!, model, _call.Kind).Candidates.Length > 0;

    /// <summary>The next fallback model that has a channel which works.</summary>
    private AttemptStep? NextFallback(AttemptReason reason = AttemptReason.Fallback)
    {
        for (var i = _nextFallback; i < _fallbacks.Count; i++)
        {
            if (!CanFallBackTo(_fallbacks[i]))
            {
                continue;
            }

            var tries = TriesOf(_fallbacks[i]);
            if (Next(tries, reason) is not { } step)
            {
                continue;
            }

            _nextFallback = i + 1;
            _current = tries;
            return step;
        }

        return null;
    }

    /// <summary>The least bad channel of the fallback models that are left.</summary>
    private AttemptStep? LeastBadFallback()
    {
        while (_nextFallback < _fallbacks.Count)
        {
            var model = _fallbacks[_nextFallback++];
            if (!CanFallBackTo(model))
            {
                continue;
            }

            _current = new(_call, model);
            if (LeastBad(_current) is { } step)
            {
                return step;
            }
        }

        return null;
    }
}
