using System.Text.Json;
using System.Text.RegularExpressions;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Compatible;

/// <summary>What Mistral refuses: members that it does not know (422), and its rules for messages and ids (400).</summary>
internal static partial class MistralCheck
{
    private static readonly string[] ChatMembers =
    [
        "model", "messages", "temperature", "top_p", "max_tokens", "stream", "stop", "random_seed", "response_format", "tools", "tool_choice", "parallel_tool_calls",
        "presence_penalty", "frequency_penalty", "n", "prediction", "reasoning_effort", "prompt_mode", "guardrails", "prompt_cache_key", "safe_prompt", "metadata",
    ];

    private static readonly string[] EmbeddingMembers = ["model", "input", "output_dimension", "output_dtype", "encoding_format"];

    public static void Chat(WireCall call)
    {
        OpenAIBodyCheck.RequireObjectWithModel(call.Json);
        RequireKnown(call.Json, ChatMembers);
        if (call.Json.Member("temperature") is { ValueKind: JsonValueKind.Number } temperature && temperature.GetDouble() is < 0 or > 1.5)
        {
            throw RequestRefusedException.Invalid("Input should be less than or equal to 1.5", "temperature");
        }

        CheckMessages(OpenAIBodyCheck.Required(call.Json, "messages"));
    }

    public static void Embedding(WireCall call) => RequireKnown(call.Json, EmbeddingMembers);

    private static void RequireKnown(JsonElement body, string[] known)
    {
        foreach (var member in body.EnumerateObject())
        {
            if (!known.Contains(member.Name))
            {
                throw RequestRefusedException.Invalid("Extra inputs are not permitted", member.Name, "extra_forbidden");
            }
        }
    }

    private static void CheckMessages(JsonElement messages)
    {
        string? before = null;
        var isPrefix = false;
        foreach (var message in messages.Items())
        {
            var role = message.Member("role").TextOrNull();
            if (before is "tool" && role is "user")
            {
                throw RequestRefusedException.Invalid("Unexpected role 'user' after role 'tool'", "messages", "3230");
            }

            var ids = message.Member("tool_calls").Items().Select(static call => call.Member("id")).Append(message.Member("tool_call_id"));
            if (ids.Any(static id => id.TextOrNull() is { } text && !CallId().IsMatch(text)))
            {
                throw RequestRefusedException.Invalid("Tool call id must be a-z, A-Z, 0-9, with a length of 9.", "messages");
            }

            (before, isPrefix) = (role, message.Member("prefix").IsTrue());
        }

        if (before is not ("user" or "tool") && !(before is "assistant" && isPrefix))
        {
            throw RequestRefusedException.Invalid($"Expected last role User or Tool (or Assistant with prefix True) for serving but got {before}", "messages");
        }
    }

    [GeneratedRegex("^[a-zA-Z0-9]{9}$")]
    private static partial Regex CallId();
}
