using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Gateway;

/// <summary>Whether a stream that broke after content may be taken over: not where two answers can't be told to be one (reliability §3).</summary>
internal static class Rescues
{
    private static readonly string[] Unsplicable = ["logprobs", "top_logprobs", "n"];

    /// <summary>The same as a caller over HTTP says it to channels of his own wire.</summary>
    private static readonly string[] UnsplicableOnWire = [.. Unsplicable.Select(static name => Wires.ChatCompletions + ":" + name)];

    public static bool May(ChatCall call, Delivery delivery, OneApiErrorKind kind) =>
        ErrorConsequences.Of(kind).AnotherChannel is RetryRule.Yes or RetryRule.Once
        && delivery is { IsPlain: true, HasWords: true } // content that was not shown yet is the beginning of a tool call
        && call.Options?.ResponseFormat is null or ChatResponseFormatText
        && !AsksForMore(call);

    /// <summary>Whether the caller wants another provider to go on with the text, and there is one that a provider can be told of: a last message of the assistant is the caller's own beginning already.</summary>
    public static bool MayContinue(ChatCall call, Delivery delivery) =>
        ((call.Options as OneApiChatOptions)?.ContinueAfterCut ?? call.Group!.ContinuesAfterCut)
        && delivery.Text is not null
        && call.Messages.Count > 0
        && call.Messages[^1].Role != ChatRole.Assistant;

    /// <summary>Log probabilities belong to one answer, and several answers can't be told apart.</summary>
    private static bool AsksForMore(ChatCall call)
    {
        if (call.Options?.AdditionalProperties is { } more && Unsplicable.Concat(UnsplicableOnWire).Any(name => more.TryGetValue(name, out var value) && Matters(value?.ToString())))
        {
            return true;
        }

        return call.Options?.RawRepresentationFactory?.Invoke(call.Client) is JsonObject raw
            && (Unsplicable.Any(name => raw.TryGetPropertyValue(name, out var value) && Matters(value?.ToJsonString()))
                || (raw["response_format"] is JsonObject format && format["type"]?.ToString() is not "text"));
    }

    private static bool Matters(string? value) => value is not (null or "" or "0" or "1" or "null" or "false" or "False");
}
