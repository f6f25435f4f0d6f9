using OneApi.Client.Gateway;
using OneApi.Client.Routing;

namespace OneApi.Client;

/// <summary>What a strategy chooses among, and for which call.</summary>
public readonly ref struct RoutingChoice
{
    private readonly Route _route;
    private readonly ReadOnlySpan<int> _eligible;
    private readonly Span<double> _scores;
    private readonly Call _call;
    private readonly RandomSource _random;

    internal RoutingChoice(Route route, ReadOnlySpan<int> eligible, Span<double> scores, Call call, RandomSource random, bool isFirst)
    {
        _route = route;
        _eligible = eligible;
        _scores = scores;
        _call = call;
        _random = random;
        IsFirst = isFirst;
    }

    /// <summary>Gets how many channels there are, in the order of the configuration.</summary>
    public int Count => _eligible.Length;

    /// <summary>Gets the public name of the model.</summary>
    public string Model => _route.Model;

    /// <summary>Gets the name of the group.</summary>
    public string Group => _call.Group!.Name;

    /// <summary>Gets a value indicating whether the answer is streamed.</summary>
    public bool Streaming => _call.Streaming;

    /// <summary>Gets a value indicating whether this is the call's first attempt.</summary>
    public bool IsFirst { get; }

    /// <summary>Gets a channel as it is at this moment.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public RoutingCandidate this[int index] => new(_route.Candidates[_eligible[index]], _call);

    /// <summary>Says what a channel is worth in the strategy's own measure, for the call's decision record. Optional.</summary>
    /// <param name="index">The channel.</param>
    /// <param name="score">The measure.</param>
    public void Score(int index, double score) => _scores[index] = score;

    /// <summary>A number from 0 up to, but not including, 1, from the gateway's own source of chance.</summary>
    public double Next() => _random.Next();

    /// <summary>The number of a choice among these channels, for taking turns. First choices are counted apart, so that failovers don't take another call's turn.</summary>
    public int Turn() => _route.NextTurn(IsFirst);
}
