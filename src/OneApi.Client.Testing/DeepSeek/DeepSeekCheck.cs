using System.Text.Json;
using OneApi.Client.Testing.OpenAI;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.DeepSeek;

/// <summary>What the vendor refuses before it generates anything, beyond what the wire refuses.</summary>
internal static class DeepSeekCheck
{
    public static void Check(JsonElement body, bool isBeta)
    {
        var isReasoner = body.Member("model").TextOrNull() is "deepseek-reasoner";
        var wantsReasoning = body.Member("model").TextOrNull()?.StartsWith("deepseek-v4", StringComparison.Ordinal) == true;

        foreach (var message in OpenAIBodyCheck.Required(body, "messages").Items())
        {
            CheckMessage(message, isReasoner, wantsReasoning, isBeta);
        }

        if (body.Member("response_format").Member("type").TextOrNull() is "json_schema")
        {
            throw RequestRefusedException.Invalid("This response_format type is unavailable now");
        }

        if (!isBeta && body.Member("tools").Items().Any(static tool => tool.Member("function").Member("strict").IsTrue()))
        {
            throw RequestRefusedException.Invalid("strict tools need the beta base");
        }

        foreach (var name in (ReadOnlySpan<string>)["n", "seed", "logit_bias"])
        {
            if (body.Member(name) is var value && value.Exists() && (name != "n" || value.Int32OrNull() != 1))
            {
                throw RequestRefusedException.Invalid($"Failed to deserialize the JSON body into the target type: unknown field `{name}`");
            }
        }
    }

    private static void CheckMessage(JsonElement message, bool isReasoner, bool wantsReasoning, bool isBeta)
    {
        if (message.Member("content").Items().Any(static part => part.Member("type").TextOrNull() is not "text"))
        {
            throw RequestRefusedException.Invalid("Failed to deserialize the JSON body into the target type: messages[0]: unknown variant `image_url`, expected `text`");
        }

        if (isReasoner && message.Member("reasoning_content").Exists())
        {
            throw RequestRefusedException.Invalid("The reasoning_content is an intermediate result for display purposes only and will not be included in the context for inference. Please remove the reasoning_content from your message to reduce network traffic.");
        }

        if (wantsReasoning && message.Member("tool_calls").Exists() && !message.Member("reasoning_content").Exists())
        {
            throw RequestRefusedException.Invalid("Missing `reasoning_content` field in the assistant message");
        }

        if (message.Member("prefix").IsTrue() && !isBeta)
        {
            throw RequestRefusedException.Invalid("prefix completion needs the beta base");
        }
    }
}
