using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Replay.Tests.Oracle;

namespace OneApi.Client.Replay.Tests.Gateway;

/// <summary>Lists every difference between what the body says and what came out, so that one run shows all of them.</summary>
internal static class ReplayComparison
{
    public static IReadOnlyList<string> Differences(Expected expected, Observed observed)
    {
        var found = new List<string>();
        CompareFailure(expected, observed.Failure, found);
        CompareContents(expected, observed.Response, found);
        if (!expected.IsFailure && observed.Failure is null)
        {
            CompareEnd(expected, observed.Response, found);
            CompareUsage(expected, observed.Response.Usage, found);
        }

        if (observed.Updates is { } updates)
        {
            CheckUpdates(expected, updates, found);
        }

        return found;
    }

    /// <summary>Compares the kind, and what the failure says of its origin.</summary>
    public static void CompareFailure(IReadOnlyList<string> kinds, GatewayFailure? failure, List<string> found)
    {
        if (kinds.Count == 0)
        {
            if (failure is not null)
            {
                found.Add($"failed with {failure.Kind}, expected an answer: {failure.Text}");
            }

            return;
        }

        if (failure is null || !kinds.Contains(failure.Kind))
        {
            found.Add($"expected the error {string.Join(" or ", kinds)}, got {failure?.Kind ?? "an answer"} {failure?.Text}");
        }

        if (failure is not null && failure.Channel != GatewayUnderTest.ChannelName)
        {
            found.Add($"the failure names channel '{failure.Channel}'");
        }
    }

    private static void CompareFailure(Expected expected, GatewayFailure? failure, List<string> found)
    {
        CompareFailure(expected.Errors, failure, found);
        if (expected.RetryAfter is { } wait && failure is not null && failure.RetryAfter != wait)
        {
            found.Add($"RetryAfter {failure.RetryAfter}, expected {wait}");
        }
    }

    private static void CompareContents(Expected expected, ChatResponse response, List<string> found)
    {
        var contents = response.Messages.SelectMany(message => message.Contents).ToList();
        CompareText("text", expected.Text, string.Concat(contents.OfType<TextContent>().Select(content => content.Text)), found);
        CompareText("reasoning", expected.Reasoning, string.Concat(contents.OfType<TextReasoningContent>().Select(content => content.Text)), found);
        CompareText("refusal", expected.Refusal, string.Concat(contents.OfType<ErrorContent>().Where(content => content.ErrorCode == "Refusal").Select(content => content.Message)), found);
        CompareCalls(expected.Calls, [.. contents.OfType<FunctionCallContent>().Where(call => !call.InformationalOnly)], found);
    }

    private static void CompareText(string what, string expected, string actual, List<string> found)
    {
        if (actual == expected)
        {
            return;
        }

        var at = expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count();
        found.Add($"{what} differs at character {at}: {actual.Length} characters '…{Near(actual, at)}', expected {expected.Length} '…{Near(expected, at)}'");
    }

    private static string Near(string text, int at) => text[Math.Max(0, at - 20)..Math.Min(text.Length, at + 60)];

    private static void CompareCalls(IReadOnlyList<ExpectedCall> expected, IReadOnlyList<FunctionCallContent> actual, List<string> found)
    {
        if (actual.Count != expected.Count)
        {
            found.Add($"calls: {string.Join(", ", actual.Select(call => call.Name))}, expected {string.Join(", ", expected.Select(call => call.Name))}");
            return;
        }

        foreach (var (want, got) in expected.Zip(actual))
        {
            CompareCall(want, got, found);
        }
    }

    private static void CompareCall(ExpectedCall want, FunctionCallContent got, List<string> found)
    {
        if (string.IsNullOrEmpty(got.CallId))
        {
            found.Add($"the call of {got.Name} has no CallId");
        }

        if (got.Name != want.Name)
        {
            found.Add($"call of '{got.Name}', expected '{want.Name}'");
        }

        if (want.Arguments is null != got.Exception is not null)
        {
            found.Add($"call of {got.Name}: Exception is {got.Exception?.GetType().Name ?? "null"}, expected {(want.Arguments is null ? "one, the arguments are unreadable" : "none")}");
        }

        var arguments = got.Arguments is null ? new JsonObject() : JsonSerializer.SerializeToNode(got.Arguments, AIJsonUtilities.DefaultOptions);
        if (want.Arguments is not null && !JsonNode.DeepEquals(want.Arguments, arguments))
        {
            found.Add($"call of {got.Name}: arguments {arguments?.ToJsonString()}, expected {want.Arguments.ToJsonString()}");
        }
    }

    /// <summary>A body that never says how it ended leaves the reason open, except for the two that would tell something untrue.</summary>
    private static void CompareEnd(Expected expected, ChatResponse response, List<string> found)
    {
        var actual = response.FinishReason?.Value;
        if (expected.FinishReason is null ? actual is "length" or "content_filter" : actual != expected.FinishReason)
        {
            found.Add($"finish reason '{actual}', expected '{expected.FinishReason}'");
        }

        if (response.Messages.Count != 1 || response.Messages[0].Role != ChatRole.Assistant)
        {
            found.Add($"messages: {string.Join(", ", response.Messages.Select(message => message.Role.Value))}, expected one of the assistant");
        }
    }

    private static void CompareUsage(Expected expected, UsageDetails? usage, List<string> found)
    {
        if (expected.AlternativeInput is null || usage?.InputTokenCount != expected.AlternativeInput)
        {
            CompareCount("input tokens", expected.Input, usage?.InputTokenCount, found);
        }

        CompareCount("output tokens", expected.Output, usage?.OutputTokenCount, found);
        CompareCount("total tokens", expected.Total, usage?.TotalTokenCount, found);
        CompareCount("cached tokens", expected.Cached, usage?.CachedInputTokenCount, found);
        CompareCount("reasoning tokens", expected.ReasoningTokens, usage?.ReasoningTokenCount, found);
    }

    public static void CompareCount(string what, long? expected, long? actual, List<string> found)
    {
        if (expected is not null && actual != expected)
        {
            found.Add($"{what} {actual?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}, expected {expected}");
        }
    }

    private static void CheckUpdates(Expected expected, IReadOnlyList<ChatResponseUpdate> updates, List<string> found)
    {
        if (updates.Count == 0)
        {
            if (!expected.IsFailure)
            {
                found.Add("no updates");
            }

            return;
        }

        if (updates.Select(update => update.MessageId).Distinct().ToList() is not [{ Length: > 0 }])
        {
            found.Add($"message ids: {string.Join(", ", updates.Select(update => update.MessageId ?? "null").Distinct())}, expected one for all updates");
        }

        if (updates.Select(update => update.ResponseId).Distinct().Count() != 1)
        {
            found.Add($"response ids: {string.Join(", ", updates.Select(update => update.ResponseId ?? "null").Distinct())}, expected one for all updates");
        }

        if (updates.Any(update => update.Role is { } role && role != ChatRole.Assistant))
        {
            found.Add("an update has another role than assistant");
        }

        var usages = updates.SelectMany(update => update.Contents).OfType<UsageContent>().Count();
        if (usages > 1 || (usages == 0 && expected.StatesUsage && !expected.IsFailure))
        {
            found.Add($"{usages} UsageContents in the stream, expected one");
        }
    }
}
