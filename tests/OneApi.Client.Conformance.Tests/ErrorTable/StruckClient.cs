using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Conformance.Tests.ErrorTable;

/// <summary>An existing client that fails in one way as often as it is told, and then answers.</summary>
internal sealed class StruckClient(OneApiErrorKind kind) : IChatClient
{
    public int Strikes { get; set; }

    public TimeSpan? RetryAfter { get; set; }

    public int Calls { get; private set; }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Strike();
        return Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "said")) { FinishReason = ChatFinishReason.Stop });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        Strike();
        yield return new(ChatRole.Assistant, "said") { FinishReason = ChatFinishReason.Stop };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private void Strike()
    {
        Calls++;
        if (Strikes-- > 0)
        {
            throw new OneApiException(kind) { RetryAfter = RetryAfter };
        }
    }
}
