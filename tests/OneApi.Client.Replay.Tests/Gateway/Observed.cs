using Microsoft.Extensions.AI;

namespace OneApi.Client.Replay.Tests.Gateway;

/// <summary>What came out of the gateway: the answer, whole or as far as it got, its updates if it was streamed, and the failure.</summary>
internal sealed record Observed(ChatResponse Response, IReadOnlyList<ChatResponseUpdate>? Updates, GatewayFailure? Failure)
{
    public static async Task<Observed> WholeAsync(IChatClient client, ChatOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return new(await client.GetResponseAsync([new ChatMessage(ChatRole.User, "ignored")], options, cancellationToken), null, null);
        }
        catch (Exception exception) when (GatewayUnderTest.FailureOf(exception) is { } failure)
        {
            return new(new ChatResponse(), null, failure);
        }
    }

    public static async Task<Observed> StreamedAsync(IChatClient client, ChatOptions options, CancellationToken cancellationToken)
    {
        var updates = new List<ChatResponseUpdate>();
        GatewayFailure? failed = null;
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "ignored")], options, cancellationToken))
            {
                updates.Add(update);
            }
        }
        catch (Exception exception) when (GatewayUnderTest.FailureOf(exception) is { } failure)
        {
            failed = failure;
        }

        return new(await updates.ToAsyncEnumerable().ToChatResponseAsync(cancellationToken), updates, failed);
    }
}
