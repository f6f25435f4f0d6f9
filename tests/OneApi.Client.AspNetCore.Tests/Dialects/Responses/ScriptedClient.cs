using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>A client that answers with what it was given, and fails behind it where it shall.</summary>
internal sealed class ScriptedClient(IReadOnlyList<ChatResponseUpdate> updates, OneApiException? error = null) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        error is null ? Task.FromResult(updates.ToChatResponse()) : Task.FromException<ChatResponse>(error);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in updates)
        {
            await Task.Yield();
            yield return update;
        }

        if (error is not null)
        {
            throw error;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
