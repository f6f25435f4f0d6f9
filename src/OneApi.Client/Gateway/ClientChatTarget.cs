using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;

namespace OneApi.Client.Gateway;

/// <summary>A channel that an existing client serves.</summary>
internal sealed class ClientChatTarget(IChatClient client) : IChatTarget
{
    public async Task<ChatResponse> GetResponseAsync(ChatCall call, Attempt attempt)
    {
        attempt.Clock.NoteConnected(); // how the client connects is its own business: there is no moment to measure
        var response = await client.GetResponseAsync(call.Messages, OptionsFor(call, attempt), attempt.Clock.Token).ConfigureAwait(false);
        if (response.FinishReason is null || response.FinishReason == ChatFinishReason.Stop)
        {
            ThrowIfEmpty(response.Messages.Any(static message => message.Contents.Any(IsContent)));
        }

        return response;
    }

    /// <summary>Of an existing client nobody knows.</summary>
    public Prefill? PrefillOf(ChatCall call, string wireModel) => null;

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(ChatCall call, Attempt attempt)
    {
        var any = false;
        ChatFinishReason? finish = null;
        attempt.Clock.NoteConnected();
        await foreach (var update in client.GetStreamingResponseAsync(call.Messages, OptionsFor(call, attempt), attempt.Clock.Token).ConfigureAwait(false))
        {
            attempt.Clock.NoteHeaders();
            attempt.Clock.NoteBytes();
            finish = update.FinishReason ?? finish;
            if (update.Contents.Any(IsContent))
            {
                any = true;
                attempt.Clock.NoteContent();
            }

            yield return update;
        }

        if (finish is null || finish == ChatFinishReason.Stop)
        {
            ThrowIfEmpty(any);
        }
    }

    private static bool IsContent(AIContent content) => content switch
    {
        UsageContent => false,
        TextContent text => text.Text.Length > 0,
        TextReasoningContent reasoning => reasoning.Text.Length > 0 || reasoning.ProtectedData is not null,
        _ => true,
    };

    private static void ThrowIfEmpty(bool hasContent)
    {
        if (!hasContent)
        {
            throw new OneApiException(OneApiErrorKind.EmptyResponse);
        }
    }

    private static ChatOptions OptionsFor(ChatCall call, Attempt attempt)
    {
        var options = call.Options is OneApiChatOptions gateway ? new PlainCopy(gateway).Clone() : call.Options?.Clone() ?? new();
        options.ModelId = attempt.Candidate.WireModel;
        return WireSettings.For(options, wire: null, attempt.Warnings)!;
    }

    /// <summary>What belongs to the gateway, the caller's token above all, stays behind: a clone of this is a <see cref="ChatOptions"/> and nothing more.</summary>
    private sealed class PlainCopy(OneApiChatOptions other) : ChatOptions(other);
}
