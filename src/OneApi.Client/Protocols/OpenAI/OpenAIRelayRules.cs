using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Says whether a server takes a caller's request as it came, or has rules that what the request holds would break: then it is written anew, with all that it says.</summary>
internal static class OpenAIRelayRules
{
    public static bool Lets(ChatRequest request)
    {
        var profile = request.Profile;
        return !(request.Streaming && (profile.Aggregates || profile.FinalMessage || profile.GrowingDetails || profile.InfersFinish))
            && !OpenAIStreaming.IsThinkingInStreamsOnly(request)
            && profile.UserField is null
            && LetsSampling(profile, request.Options)
            && LetsFormat(profile, request.Options)
            && LetsMessages(request, profile);
    }

    private static bool LetsSampling(WireProfile profile, ChatOptions? options) =>
        options is null
        || ((profile.Sampling || (options.Temperature is null && options.TopP is null))
            && !(options.Temperature > profile.MaxTemperature) && !(options.Temperature < profile.MinTemperature) && !(options.Temperature <= 0 && profile.GreedySwitch)
            && !(options.TopP > profile.MaxTopP) && !(options.TopP < profile.MinTopP)
            && (profile.Penalties || (options.FrequencyPenalty is null && options.PresencePenalty is null))
            && (profile.Stop || options.StopSequences is not { Count: > 0 })
            && !(options.StopSequences?.Count > profile.MaxStops) && (profile.MaxStopBytes is null || options.StopSequences is not { Count: > 0 })
            && (options.Seed is null || profile.SeedField == "seed")
            && (options.Reasoning?.Effort is null || (profile is { ReasoningEffort: true, ReasoningObject: false, ThinkingSwitch: ThinkingSwitch.None })));

    private static bool LetsFormat(WireProfile profile, ChatOptions? options) => options?.ResponseFormat switch
    {
        ChatResponseFormatJson { Schema: not null } => profile is { JsonSchema: true, SchemaKeyword: true, TypedBranches: false },
        ChatResponseFormatJson => profile.JsonObject,
        _ => true,
    };

    private static bool LetsMessages(ChatRequest request, WireProfile profile)
    {
        var hasTools = request.Options?.Tools is { Count: > 0 };
        var hasCalls = false;
        var hasMedia = false;
        var hasThoughts = false;
        var hasEmpty = false;
        var hasSystem = false;
        var isSystemAlone = request.Messages.Count > 0;
        var takesTurns = true;
        ChatRole? before = null;
        foreach (var message in request.Messages)
        {
            var isSystem = message.Role == ChatRole.System;
            hasSystem |= isSystem;
            isSystemAlone &= isSystem;
            takesTurns &= isSystem ? before is null : before is null ? message.Role == ChatRole.User : message.Role != before;
            before = isSystem ? before : message.Role;
            hasEmpty |= OpenAIRoles.IsEmpty(message);
            foreach (var content in message.Contents)
            {
                hasCalls |= content is FunctionCallContent or FunctionResultContent;
                hasMedia |= content is DataContent or UriContent or HostedFileContent;
                hasThoughts |= content is TextReasoningContent;
            }
        }

        return (!(hasTools || hasCalls) || TakesTools(profile, request.Options))
            && (!hasMedia || profile is { RemoteImages: true, ImageDataUris: true, TextOnlyContent: false, DocumentUrlParts: false, FileScheme: null })
            && (!hasThoughts || profile is { ReasoningReplayField: null or "reasoning_content", ReplaysEmptyReasoning: false })
            && (!hasSystem || profile.SystemMessages)
            && (!isSystemAlone || profile.LoneSystem)
            && (!hasEmpty || profile.EmptyMessages)
            && (takesTurns || !profile.AlternatingRoles)
            && !profile.TextOnlyContent;
    }

    private static bool TakesTools(WireProfile profile, ChatOptions? options) =>
        profile is { Tools: true, ToolRole: "tool", ShortToolCallIds: false, ToolMessageName: false, CallsAsText: false, ToolsTakeSystem: false, ParametersAsText: false, TypedBranches: false, AnswerAfterTools: false, ReplaysEmptyReasoning: false }
        && (options?.ToolMode is not RequiredChatToolMode || profile.ToolChoiceRequired == "required")
        && (options?.ToolMode is not NoneChatToolMode || profile.ToolChoiceNone);
}
