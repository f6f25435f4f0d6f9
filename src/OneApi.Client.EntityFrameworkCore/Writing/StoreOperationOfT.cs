namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>An operation with an answer.</summary>
internal abstract class StoreOperation<T>(CancellationToken cancellationToken) : StoreOperation
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;
    private Exception? _error;

    /// <summary>Waits for the answer, at most as long as the caller does.</summary>
    public Task<T> WaitAsync() => _done.Task.WaitAsync(cancellationToken);

    public sealed override void Apply(BatchState state)
    {
        try
        {
            (_result, _error) = (Run(state), null);
        }
        catch (ArgumentException exception)
        {
            _error = exception; // the caller's numbers, not the batch's fault
        }
    }

    public sealed override void Complete()
    {
        if (_error is null)
        {
            _done.TrySetResult(_result);
            return;
        }

        _done.TrySetException(_error);
    }

    public sealed override void Fail(Exception error)
    {
        if (_done.TrySetException(error))
        {
            _ = _done.Task.Exception; // its caller may have gone; then nobody looks, and nobody has to
        }
    }

    public sealed override bool TryAbandon() => cancellationToken.IsCancellationRequested && _done.TrySetCanceled(cancellationToken);

    protected abstract T Run(BatchState state);
}
