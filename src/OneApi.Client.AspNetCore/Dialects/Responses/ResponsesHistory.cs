using Microsoft.Extensions.AI;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>
/// Makes messages out of items. What the model said in one turn (reasoning, text, calls) is one message, since most wires want
/// the calls of a turn together; and so are the results that answer them.
/// </summary>
internal sealed class ResponsesHistory
{
    private readonly List<ChatMessage> _messages = [];
    private readonly Dictionary<string, bool> _calls = new(StringComparer.Ordinal);

    public IReadOnlyList<ChatMessage> Messages => _messages;

    public void AddMessage(ChatRole role, List<AIContent> contents) => _messages.Add(new(role, contents));

    /// <summary>Adds a text of the model's. A second one is a message of its own, unless calls stand between that wait for their results.</summary>
    public void AddAnswer(List<AIContent> contents)
    {
        if (_messages is [.., { } last] && last.Role == ChatRole.Assistant && !HasText(last))
        {
            foreach (var content in contents)
            {
                last.Contents.Add(content);
            }

            return;
        }

        _messages.Add(new(ChatRole.Assistant, contents));
    }

    /// <summary>Adds a thought or a thing that the model made.</summary>
    public void AddPart(AIContent content) => AddTo(ChatRole.Assistant, content);

    public void AddCall(FunctionCallContent call)
    {
        _calls[call.CallId] = false;
        AddTo(ChatRole.Assistant, call);
    }

    public void AddResult(string callId, object? result, string path)
    {
        if (!_calls.ContainsKey(callId))
        {
            throw EndpointException.Invalid(path + ".call_id", $"No tool call found for function call output with call_id {ResponsesFields.Quote(callId)}. This server keeps no responses: send the whole conversation in 'input'.");
        }

        _calls[callId] = true;
        AddTo(ChatRole.Tool, new FunctionResultContent(callId, result));
    }

    /// <summary>Checks what can only be said when all items are known.</summary>
    public void Complete()
    {
        foreach (var (id, isAnswered) in _calls)
        {
            if (!isAnswered)
            {
                throw EndpointException.Invalid("input", $"No tool output found for function call {ResponsesFields.Quote(id)}.");
            }
        }
    }

    private void AddTo(ChatRole role, AIContent content)
    {
        if (_messages is not [.., { } last] || last.Role != role)
        {
            _messages.Add(last = new(role, (List<AIContent>)[]));
        }

        last.Contents.Add(content);
    }

    private static bool HasText(ChatMessage message)
    {
        var hasText = false;
        foreach (var content in message.Contents)
        {
            if (content is FunctionCallContent)
            {
                return false;
            }

            hasText |= content is TextContent or ErrorContent;
        }

        return hasText;
    }
}
