namespace Bench.Quotas;

/// <summary>Something that makes pairs. A store's own floor is a contestant too: the least that its engine must do for a pair.</summary>
/// <param name="name">As it is printed.</param>
internal abstract class Contestant(string name) : IAsyncDisposable
{
    public string Name { get; } = name;

    /// <summary>Gets a value indicating whether a pair takes so little that timing each would show.</summary>
    public virtual bool IsFast => false;

    /// <summary>Makes ready what pairs need, once.</summary>
    public virtual Task OpenAsync() => Task.CompletedTask;

    /// <summary>One pair: an amount set aside, and the real cost charged.</summary>
    public abstract ValueTask PairAsync(int caller);

    /// <summary>Throws unless what was charged is what <paramref name="pairs"/> pairs cost: a fast wrong store wins nothing.</summary>
    public virtual Task CheckAsync(long pairs) => Task.CompletedTask;

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
