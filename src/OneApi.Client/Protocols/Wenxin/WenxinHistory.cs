using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Wenxin;

/// <summary>
/// Makes the history fit the wire's rules (protocols/wenxin.md §3): user or function and assistant take turns, the user's words are
/// first, and the user's words or a result are last. Neighbours of one role become one message; several calls of one message become
/// several turns, each with its result; what cannot be made to fit is refused before it is sent.
/// </summary>
internal sealed class WenxinHistory(ChatRequest request)
{
    /// <summary>What stands where the user must speak and has said nothing.</summary>
    private const string Opening = "(The assistant speaks first.)";

    /// <summary>What stands where the assistant must speak and has said nothing.</summary>
    private const string Pause = "(The assistant says nothing.)";

    private readonly List<WenxinTurn> _turns = [];
    private readonly HashSet<FunctionResultContent> _written = new(ReferenceEqualityComparer.Instance);

    public static List<WenxinTurn> Of(ChatRequest request) => new WenxinHistory(request).Read();

    private List<WenxinTurn> Read()
    {
        foreach (var message in request.Messages)
        {
            if (!WenxinSystem.Is(message))
            {
                Add(message);
            }
        }

        if (_turns.Count == 0)
        {
            throw Refusal("The conversation holds no text that could be sent.");
        }

        if (!_turns[^1].IsUsers)
        {
            throw Refusal("The provider answers the user's words or a tool's result; the conversation ends with the assistant's.");
        }

        return _turns;
    }

    private void Add(ChatMessage message)
    {
        var isAssistant = message.Role == ChatRole.Assistant;
        var text = TextOf(message, isAssistant);
        if (text.Length > 0)
        {
            AddText(isAssistant ? WenxinTurn.Assistant : WenxinTurn.User, text);
        }

        foreach (var content in message.Contents)
        {
            if (content is FunctionCallContent call && !ToolArguments.IsServerSide(call, request.Messages))
            {
                AddCall(call);
            }
        }

        RefuseLoneResults(message);
    }

    private string TextOf(ChatMessage message, bool isAssistant)
    {
        foreach (var content in message.Contents)
        {
            var isKnown = content is TextContent or UsageContent or FunctionResultContent or FunctionCallContent || (isAssistant && content is TextReasoningContent);
            if (!isKnown)
            {
                request.Warnings.ContentNotSent(content.GetType().Name, "This wire carries text only.");
            }
        }

        if (!string.IsNullOrEmpty(message.AuthorName) && !isAssistant)
        {
            request.Warnings.ContentNotSent(nameof(ChatMessage.AuthorName), "The provider takes no names of users in messages.");
        }

        if (message.Role == ChatRole.Tool && message.Text.Length > 0)
        {
            request.Warnings.ContentNotSent("tool message", "A tool message can only carry function results.");
            return string.Empty;
        }

        return message.Text;
    }

    private void AddText(string role, string text)
    {
        if (_turns.Count > 0 && _turns[^1].Role == role)
        {
            _turns[^1].Add(text);
            return;
        }

        Begin(new(role)).Add(text);
    }

    /// <summary>A call belongs to the words before it, and its result follows at once: each turn has room for one call.</summary>
    private void AddCall(FunctionCallContent call)
    {
        if (_turns is [.., { IsUsers: false, Call: not null }])
        {
            throw Refusal("A tool call has no result in the conversation, and the provider takes one call a turn.");
        }

        var turn = _turns is [.., { IsUsers: false } last] ? last : Begin(new(WenxinTurn.Assistant));
        turn.Call = call;
        if (FindResult(call.CallId) is { } result)
        {
            AddResult(result, call.Name);
        }
    }

    private FunctionResultContent? FindResult(string callId)
    {
        foreach (var message in request.Messages)
        {
            foreach (var content in message.Contents)
            {
                if (content is FunctionResultContent result && result.CallId == callId && !_written.Contains(result))
                {
                    return result;
                }
            }
        }

        return null;
    }

    /// <summary>A result was written behind its call, wherever it stands; one that is still left has none.</summary>
    private void RefuseLoneResults(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (content is FunctionResultContent result && !_written.Contains(result) && !IsServerSide(result))
            {
                throw Refusal("A tool's result answers no call of the conversation, so the provider can't be told which function gave it.");
            }
        }
    }

    /// <summary>A call that is told for information only is not sent, and so has no result either.</summary>
    private bool IsServerSide(FunctionResultContent result)
    {
        foreach (var message in request.Messages)
        {
            foreach (var content in message.Contents)
            {
                if (content is FunctionCallContent call && call.CallId == result.CallId && ToolArguments.IsServerSide(call, request.Messages))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void AddResult(FunctionResultContent result, string name)
    {
        if (ToolArguments.HasMedia(result))
        {
            request.Warnings.ContentNotSent("tool result", "The result of a tool carries text only.");
        }

        _written.Add(result);
        var text = ToolArguments.ResultText(result);
        Begin(new(WenxinTurn.Function) { Name = name }).Add(text.Length > 0 ? text : "\"\""); // an empty content is refused; this is the empty text in JSON
    }

    /// <summary>Puts a turn behind the others, after a turn that says nothing where two of one side would meet.</summary>
    private WenxinTurn Begin(WenxinTurn turn)
    {
        if (_turns.Count == 0 && !turn.IsUsers)
        {
            Fill(WenxinTurn.User, Opening);
        }
        else if (_turns.Count > 0 && _turns[^1].IsUsers && turn.IsUsers)
        {
            Fill(WenxinTurn.Assistant, Pause);
        }

        _turns.Add(turn);
        return turn;
    }

    private void Fill(string role, string text)
    {
        request.Warnings.Adjusted("messages", "In the provider's history user and assistant take turns, the user first; a message that says nothing was put between.");
        var filler = new WenxinTurn(role);
        filler.Add(text);
        _turns.Add(filler);
    }

    private OneApiException Refusal(string message) => ProviderFaults.Of(request.Endpoint, OneApiErrorKind.InvalidRequest, message, "unsupported_history");
}
