namespace OneApi.Client.Gateway;

/// <summary>What one kind of call does with an attempt.</summary>
internal interface ICallDoor<in TCall, TResult>
{
    /// <summary>Makes the attempt: up to the whole answer, or to the first content of a stream.</summary>
    ValueTask<TResult> TryAsync(TCall call, Attempt attempt);

    /// <summary>Lets go of a result that came too late to be of use.</summary>
    ValueTask DiscardAsync(TResult result) => ValueTask.CompletedTask;
}
