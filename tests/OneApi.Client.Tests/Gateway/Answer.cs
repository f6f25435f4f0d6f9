using Microsoft.Extensions.AI;

namespace OneApi.Client.Tests.Gateway;

/// <summary>What a caller got of one call, whole or streamed: updates, the answer, or what was thrown.</summary>
internal sealed class Answer
{
    public List<ChatResponseUpdate> Updates { get; } = [];

    public Exception? Error { get; private set; }

    public OneApiException Failure => Assert.IsType<OneApiException>(Error);

    /// <summary>Gets the answer; there must be one.</summary>
    public ChatResponse Response
    {
        get
        {
            Assert.True(Error is null, (Error as OneApiException)?.ProviderMessage + Error);
            return field!;
        }

        private set;
    }

    public string Text => Response.Text;

    public bool Streaming { get; private init; }

    public OneApiTrace Trace => Assert.IsType<OneApiTrace>(Streaming ? Updates[^1].GetOneApiTrace() : Response.GetOneApiTrace());

    public IReadOnlyList<OneApiWarning> Warnings => Streaming ? Updates[^1].GetOneApiWarnings() : Response.GetOneApiWarnings();

    /// <summary>Gets the names of the settings and contents that the warnings are about.</summary>
    public string[] Warned => [.. Warnings.Select(static warning => warning.Setting)];

    public IEnumerable<AIContent> Contents => Response.Messages.SelectMany(static message => message.Contents);

    public string Reasoning => string.Concat(Contents.OfType<TextReasoningContent>().Select(static content => content.Text));

    public FunctionCallContent[] Calls => [.. Contents.OfType<FunctionCallContent>()];

    public static async Task<Answer> OfAsync(IChatClient client, bool streaming, IEnumerable<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        var answer = new Answer { Streaming = streaming };
        try
        {
            if (!streaming)
            {
                answer.Response = await client.GetResponseAsync(messages, options, cancellationToken);
                return answer;
            }

            await foreach (var update in client.GetStreamingResponseAsync(messages, options, cancellationToken))
            {
                answer.Updates.Add(update);
            }

            answer.Response = answer.Updates.ToChatResponse();
        }
        catch (Exception error)
        {
            answer.Error = error;
        }

        return answer;
    }
}
