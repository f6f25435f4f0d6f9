using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols;

/// <summary>What an image wire sends with: the channel's credential, the attempt's limits and the wire's own error table are already in it.</summary>
internal interface IImageTransport
{
    /// <summary>Sends one request; a bad status, or an error that the wire finds under a good one, is thrown as what it means.</summary>
    Task<WireReply> SendAsync(WireMessage message);

    /// <summary>
    /// Asks again and again until there is a result. A poll that fails for a while is asked again: it says nothing about the task, and a
    /// task that was accepted is never submitted anew because of it.
    /// </summary>
    /// <param name="message">The question.</param>
    /// <param name="plan">How long to wait before each.</param>
    /// <param name="read">Gives the result, null while there is none, or throws what the task has failed with.</param>
    Task<T> PollAsync<T>(WireMessage message, PollPlan plan, Func<WireReply, T?> read)
        where T : class;

    /// <summary>Does the same several times, a few at once; what some of them give is kept when others fail. A seed that the caller set counts up, or all images would be one.</summary>
    Task<ImageGenerationResponse> RepeatAsync(ImageRequest request, int times, Func<ImageRequest, IImageTransport, int, Task<ImageGenerationResponse>> run, int atOnce = 4);

    /// <summary>Works on a task of the provider's; when the caller leaves or a limit ends the attempt, the provider is told to drop it.</summary>
    Task<T> WhileWantedAsync<T>(Func<Task<T>> work, Func<IImageTransport, Task> abandon);
}
