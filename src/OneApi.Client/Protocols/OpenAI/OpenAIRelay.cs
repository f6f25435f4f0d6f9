using System.Buffers;
using System.Text.Json;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>
/// Sends a caller's own chat completion on: the model's name is changed, usage is asked for in streams, and the members that a server
/// refuses, wants or knows by another name; nothing else.
/// </summary>
internal static class OpenAIRelay
{
    private static readonly byte[] True = "true"u8.ToArray();
    private static readonly byte[] UsageAsked = """{"include_usage":true}"""u8.ToArray();

    public static bool TryWrite(IBufferWriter<byte> output, ChatRequest request)
    {
        if (request.Wire is not { Wire: Wires.ChatCompletions, Body: var body } || !OpenAIRelayRules.Lets(request))
        {
            return false;
        }

        var changes = new List<JsonChange>(2);
        if (!JsonEdit.Says(body.Span, "model"u8, request.Model))
        {
            changes.Add(JsonChange.Set("model", JsonEdit.TextOf(request.Model)));
        }

        if (request.Streaming)
        {
            AddUsage(changes, request, body.Span);
        }

        AddQuirks(changes, request, body.Span);
        JsonEdit.Write(output, body.Span, [.. changes]);
        return true;
    }

    /// <summary>Whether a chunk holds the usage alone, for which its caller has not asked.</summary>
    public static bool IsUnaskedUsage(ReadOnlySpan<byte> data, ChatRequest request) =>
        data.IndexOf("\"usage\""u8) >= 0 && IsUsageAlone(data) && !AsksForUsage(request.Wire!.Body.Span); // the request last: it may be large, and some servers name usage in every event

    private static void AddUsage(List<JsonChange> changes, ChatRequest request, ReadOnlySpan<byte> body)
    {
        if (!request.Profile.StreamUsage || AsksForUsage(body))
        {
            return;
        }

        var options = JsonEdit.ValueOf(body, "stream_options"u8);
        if (options is not [(byte)'{', ..])
        {
            changes.Add(JsonChange.Set("stream_options", UsageAsked));
            return;
        }

        var asked = new ArrayBufferWriter<byte>(options.Length + UsageAsked.Length);
        JsonEdit.Write(asked, options, [JsonChange.Set("include_usage", True)]);
        changes.Add(JsonChange.Set("stream_options", asked.WrittenSpan.ToArray()));
    }

    private static void AddQuirks(List<JsonChange> changes, ChatRequest request, ReadOnlySpan<byte> body)
    {
        var profile = request.Profile;
        foreach (var member in profile.SwitchedOn)
        {
            changes.Add(JsonChange.Add(member, True));
        }

        foreach (var member in profile.NotTaken)
        {
            if (JsonEdit.ValueOf(body, System.Text.Encoding.UTF8.GetBytes(member)) is { IsEmpty: false } value && !SaysNothing(member, value))
            {
                request.Warnings.NotHonoured(member, "The provider has no such setting.");
                changes.Add(JsonChange.Remove(member));
            }
        }

        AddLimit(changes, profile, body);
    }

    /// <summary>The limit under the name that the server knows. One that is null beside it says nothing, and would hide it.</summary>
    private static void AddLimit(List<JsonChange> changes, WireProfile profile, ReadOnlySpan<byte> body)
    {
        const string Newer = "max_completion_tokens";
        if (profile.KnowsMaxCompletionTokens || profile.MaxTokensField == Newer || JsonEdit.ValueOf(body, "max_completion_tokens"u8).IsEmpty)
        {
            return;
        }

        var known = JsonEdit.ValueOf(body, System.Text.Encoding.UTF8.GetBytes(profile.MaxTokensField));
        if (known.IsEmpty || known.SequenceEqual("null"u8))
        {
            changes.Add(JsonChange.Remove(profile.MaxTokensField));
            changes.Add(JsonChange.Rename(Newer, profile.MaxTokensField));
        }
    }

    private static bool SaysNothing(string member, ReadOnlySpan<byte> value) => value.SequenceEqual("null"u8) || (member == "n" && value.SequenceEqual("1"u8));

    private static bool AsksForUsage(ReadOnlySpan<byte> body) =>
        JsonEdit.ValueOf(body, "stream_options"u8) is [(byte)'{', ..] options && JsonEdit.ValueOf(options, "include_usage"u8).SequenceEqual("true"u8);

    private static bool IsUsageAlone(ReadOnlySpan<byte> data)
    {
        try
        {
            var choices = JsonEdit.ValueOf(data, "choices"u8);
            return choices is [(byte)'[', ..] && choices[1..].Trim(" \t\r\n"u8) is [(byte)']'] && JsonEdit.ValueOf(data, "usage"u8) is [(byte)'{', ..];
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
