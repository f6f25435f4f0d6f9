namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>One thing to do in a batch. It is applied to what the batch knows, in memory; a batch that is tried again applies it anew.</summary>
internal abstract class StoreOperation
{
    /// <summary>Gets how much of a batch it takes up.</summary>
    public virtual int Weight => 1;

    /// <summary>Names the rows that it needs, so that they can be locked and read before.</summary>
    public abstract void Name(BatchNames names);

    /// <summary>Does it. What it throws is kept and is its own answer: the others of the batch go on. It throws before it changes anything.</summary>
    public abstract void Apply(BatchState state);

    /// <summary>Gives the caller its answer, after the commit.</summary>
    public abstract void Complete();

    /// <summary>Tells the caller that nothing was done, or that nobody knows.</summary>
    public abstract void Fail(Exception error);

    /// <summary>Gives up an operation whose caller has gone before it was begun.</summary>
    /// <returns>Whether it was given up.</returns>
    public abstract bool TryAbandon();
}
