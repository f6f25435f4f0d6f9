using Microsoft.Extensions.AI;

namespace OneApi.Client.Gateway;

/// <summary>Fits the updates of a stream that takes over to what was delivered of the one that broke.</summary>
internal interface ITakeover
{
    /// <summary>Gets how it takes over.</summary>
    AttemptReason Reason { get; }

    /// <summary>Gets a value indicating whether it holds nothing back any more.</summary>
    bool IsThrough { get; }

    /// <summary>Takes out of an update what was delivered before.</summary>
    /// <returns>Whether the update can follow; its contents are what is new.</returns>
    bool Fits(ChatResponseUpdate update);

    /// <summary>What is still held back when the stream has ended, or null.</summary>
    ChatResponseUpdate? Rest();
}
