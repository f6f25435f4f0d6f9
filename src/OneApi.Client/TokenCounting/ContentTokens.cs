using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.TokenCounting;

/// <summary>Counts what stands in messages. Media have no text: an image counts as what a large one costs with OpenAI, other files by their bytes.</summary>
internal static class ContentTokens
{
    /// <summary>A message's role and its separators (OpenAI's cookbook: three, and three that begin the answer).</summary>
    private const long PerMessage = 3;
    private const long PerCall = 3;

    /// <summary>An image of 2048 × 2048 in high detail is cut into a 768 px square of four tiles: 85 + 4 × 170 (OpenAI's vision guide).</summary>
    private const long PerImage = 765;
    private const int MediaBytesPerToken = 100;

    public static long OfPrompt(IReadOnlyList<ChatMessage> messages, ChatOptions? options, string model)
    {
        var count = PerCall + TokenCounter.Count(options?.Instructions, model);
        for (var i = 0; i < messages.Count; i++)
        {
            count += PerMessage + OfContents(messages[i].Contents, model);
        }

        if (options?.Tools is { } tools)
        {
            foreach (var tool in tools)
            {
                count += TokenCounter.Count(tool.Name, model) + TokenCounter.Count(tool.Description, model);
                count += tool is AIFunctionDeclaration function ? TokenCounter.Count(function.JsonSchema.GetRawText(), model) : 0;
            }
        }

        return options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } ? count + TokenCounter.Count(schema.GetRawText(), model) : count;
    }

    public static long OfContents(IList<AIContent> contents, string model)
    {
        long count = 0;
        for (var i = 0; i < contents.Count; i++)
        {
            count += Of(contents[i], model);
        }

        return count;
    }

    public static long Of(AIContent content, string model) => content switch
    {
        TextContent text => TokenCounter.Count(text.Text, model),
        TextReasoningContent reasoning => TokenCounter.Count(reasoning.Text, model),
        FunctionCallContent call => TokenCounter.Count(call.Name, model) + OfArguments(call.Arguments, model),
        FunctionResultContent { Result: string result } => TokenCounter.Count(result, model),
        FunctionResultContent { Result: JsonElement result } => TokenCounter.Count(result.GetRawText(), model),
        FunctionResultContent { Result: AIContent part } => Of(part, model),
        FunctionResultContent { Result: IEnumerable<AIContent> parts } => parts.Sum(part => Of(part, model)),
        FunctionResultContent { Result: { } result } => TokenCounter.Count(result.ToString(), model),
        UriContent link when link.HasTopLevelMediaType("image") => PerImage,
        DataContent image when image.HasTopLevelMediaType("image") => PerImage,
        DataContent data => (data.Data.Length + MediaBytesPerToken - 1) / MediaBytesPerToken,
        _ => 0,
    };

    private static long OfArguments(IDictionary<string, object?>? arguments, string model)
    {
        if (arguments is null)
        {
            return 0;
        }

        long count = 0;
        foreach (var (name, value) in arguments)
        {
            count += TokenCounter.Count(name, model) + TokenCounter.Count(value is JsonElement json ? json.GetRawText() : value?.ToString(), model);
        }

        return count;
    }
}
