namespace OneApi.Client.Routing;

/// <content>Who goes on with a stream that broke after text.</content>
internal sealed partial class AttemptPlan
{
    private RouteTries? _continued;

    /// <summary>Who goes on with the text of a stream that broke: one of those that can, chosen as <see cref="Rescue"/> does, or null. Not counted as an attempt; who else may take over is as before.</summary>
    public AttemptStep? Continue(Func<Candidate, bool> can)
    {
        if (_call.PinnedChannel is not null)
        {
            return null;
        }

        var attempts = _attempts;
        var step = Next(_current, can);
        for (var i = _nextFallback; step is null && i < _fallbacks.Count; i++)
        {
            step = CanFallBackTo(_fallbacks[i]) ? Next(TriesOf(_fallbacks[i]), can) : null;
        }

        _attempts = attempts;
        return step is { } found ? Paid(found) : null;
    }

    /// <summary>A channel has refused to go on with another's answer: that says nothing of how it answers when it is asked afresh.</summary>
    public void MayAskAfresh(Candidate candidate) => _continued!.Unmark(Array.IndexOf(_continued.Route.Candidates, candidate));

    private AttemptStep? Next(RouteTries tries, Func<Candidate, bool> can)
    {
        tries.LeaveOut(candidate => !can(candidate));
        var step = Next(tries, AttemptReason.Continue);
        tries.LetIn();
        _continued = tries;
        return step;
    }

    /// <summary>What was tried of a fallback model: something when it has gone on with a text, or would not.</summary>
    private RouteTries TriesOf(string model) => _continued is { } continued && continued.Route.Model == model ? continued : new(_call, model);
}
