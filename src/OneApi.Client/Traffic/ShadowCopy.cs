using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Gateway;
using OneApi.Client.Routing;

namespace OneApi.Client.Traffic;

/// <summary>The copy of a call: the same question, without tools, without what belongs to its caller.</summary>
internal static class ShadowCopy
{
    private static readonly string[] ToolMembers = ["tools", "tool_choice", "toolConfig", "tool_config", "parallel_tool_calls", "functions", "function_call"];

    /// <summary>Says whether a call makes sense without its tools: not when they are already part of what was said.</summary>
    public static bool IsPossible(ChatCall call) =>
        !call.Messages.Any(static message => message.Role == ChatRole.Tool || message.Contents.Any(static content => content is FunctionCallContent or FunctionResultContent));

    /// <summary>Makes the copy for one channel. Messages and options are the caller's and may change once the call has ended, so they are copied now.</summary>
    public static ChatCall Of(ChatCall call, Canary shadow, Candidate candidate, TimeProvider time, CancellationToken stop) => new()
    {
        Snapshot = call.Snapshot,
        Kind = CallKind.Chat,
        Streaming = call.Streaming,
        Model = call.Model,
        Caller = call.Caller with { AccessToken = null, Address = null },
        Group = call.Group,
        StartedAt = time.GetUtcNow(),
        StartTimestamp = time.GetTimestamp(),
        CancellationToken = stop,
        PinnedChannel = candidate.Channel.Name,
        ShadowOf = shadow.Name,
        Messages = [.. call.Messages.Select(static message => new ChatMessage(message.Role, [.. message.Contents]) { AuthorName = message.AuthorName, MessageId = message.MessageId, AdditionalProperties = message.AdditionalProperties, RawRepresentation = message.RawRepresentation })],
        Options = OptionsOf(call.Options),
        Client = call.Client,
    };

    private static ChatOptions? OptionsOf(ChatOptions? options)
    {
        if (options?.Clone() is not { } copy)
        {
            return null;
        }

        copy.Tools = null;
        copy.ToolMode = null;
        copy.AllowMultipleToolCalls = null;
        copy.ConversationId = null; // what the provider keeps of it is not the other provider's
        if (copy is OneApiChatOptions gateway)
        {
            gateway.AccessToken = null;
            gateway.ClientAddress = null;
            gateway.Fallbacks = null;
            gateway.Progress = null;
            gateway.WireRequest = null; // it may hold tools
        }

        if (copy.RawRepresentationFactory is { } factory)
        {
            copy.RawRepresentationFactory = client => factory(client) is JsonObject raw ? WithoutTools(raw) : null;
        }

        return copy;
    }

    private static JsonObject WithoutTools(JsonObject raw)
    {
        var copy = raw.DeepClone().AsObject();
        foreach (var member in ToolMembers)
        {
            copy.Remove(member);
        }

        return copy;
    }
}
