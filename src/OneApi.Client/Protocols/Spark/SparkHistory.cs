using System.Text;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Spark;

/// <summary>
/// Brings a history into the order that the wire wants (protocols/spark.md §4, §5): one system message in front and only for some
/// models, then user and assistant in turn, the user last; text only. There is no tool role: a call is said as
/// <c>name(arguments)</c> by the assistant, its result as <c>name: result</c> by the user. No text is lost on the way.
/// </summary>
internal sealed class SparkHistory
{
    private readonly ChatRequest _request;
    private readonly SparkModel _model;

    public SparkHistory(ChatRequest request, SparkModel model)
    {
        _request = request;
        _model = model;
        var leading = AddSystem();
        for (var i = leading; i < request.Messages.Count; i++)
        {
            Add(request.Messages[i]);
        }

        EndWithUser();
    }

    public List<SparkTurn> Turns { get; } = [];

    /// <summary>Gets the image that the conversation is about, or null.</summary>
    public DataContent? Image { get; private set; }

    private int AddSystem()
    {
        var texts = new List<string>();
        if (!string.IsNullOrEmpty(_request.Options?.Instructions))
        {
            texts.Add(_request.Options.Instructions);
        }

        var count = 0;
        for (; count < _request.Messages.Count && IsSystem(_request.Messages[count]); count++)
        {
            WarnUnlessText(_request.Messages[count], "System messages carry text only.");
            if (_request.Messages[count].Text is { Length: > 0 } text)
            {
                texts.Add(text);
            }
        }

        if (texts.Count == 0)
        {
            return count;
        }

        if (!_model.TakesSystem)
        {
            _request.Warnings.Adjusted("system message", "This model takes no system message; it was sent as the user's.");
        }

        Say(_model.TakesSystem ? "system" : "user", string.Join("\n\n", texts));
        return count;
    }

    private void Add(ChatMessage message)
    {
        Warn(message);
        if (message.Role == ChatRole.Assistant)
        {
            AddAssistant(message);
            AddResults(message);
            return;
        }

        AddResults(message);
        if (message.Role == ChatRole.Tool)
        {
            return;
        }

        if (IsSystem(message))
        {
            _request.Warnings.Adjusted("system message", "The provider takes a system message only as the first; a later one was sent as the user's.");
        }

        TakeImage(message);
        WarnUnlessText(message, "A message of this model carries text only.");
        Say("user", message.Text);
    }

    private void AddAssistant(ChatMessage message)
    {
        var text = new StringBuilder(message.Text);
        foreach (var content in message.Contents)
        {
            if (content is not FunctionCallContent call || ToolArguments.IsServerSide(call, _request.Messages))
            {
                continue;
            }

            text.Append(text.Length == 0 ? "" : "\n").Append(call.Name).Append('(').Append(ToolArguments.ToText(call)).Append(')');
        }

        WarnUnlessText(message, "An assistant message of this wire can't carry it.");
        Say("assistant", text.ToString());
    }

    private void AddResults(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (content is not FunctionResultContent result || IsInformational(message, result))
            {
                continue;
            }

            if (ToolArguments.HasMedia(result))
            {
                _request.Warnings.ContentNotSent("tool result", "The result of a tool carries text only.");
            }

            Say("user", (ToolArguments.NameOf(_request.Messages, result.CallId) ?? result.CallId) + ": " + ToolArguments.ResultText(result));
        }
    }

    /// <summary>A call that is told for information only is not sent, and so has no result either.</summary>
    private static bool IsInformational(ChatMessage message, FunctionResultContent result)
    {
        foreach (var content in message.Contents)
        {
            if (content is FunctionCallContent { InformationalOnly: true } call && call.CallId == result.CallId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The image service takes one image, as data.</summary>
    private void TakeImage(ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (_model.SeesImages && Image is null && content is DataContent data && data.HasTopLevelMediaType("image"))
            {
                Image = data;
            }
        }
    }

    private void Say(string role, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (Turns.Count == 0 || Turns[^1].Role != role)
        {
            Turns.Add(new(role));
        }

        Turns[^1].Add(text);
    }

    private void EndWithUser()
    {
        if (Turns is not [.., { Role: not "user" } last])
        {
            return;
        }

        _request.Warnings.Adjusted(last.Role + " message", "The provider wants the last message to be the user's; this one was sent as such.");
        Turns.RemoveAt(Turns.Count - 1);
        Say("user", last.Text);
    }

    private static bool IsSystem(ChatMessage message) => message.Role == ChatRole.System || message.Role.Value == "developer";

    private void WarnUnlessText(ChatMessage message, string why)
    {
        foreach (var content in message.Contents)
        {
            // Reasoning of earlier turns does not go back; calls and results are told as text.
            if (content is not (TextContent or TextReasoningContent or UsageContent or FunctionCallContent or FunctionResultContent) && !ReferenceEquals(content, Image))
            {
                _request.Warnings.ContentNotSent(content.GetType().Name, why);
            }
        }
    }

    private void Warn(ChatMessage message)
    {
        if (!string.IsNullOrEmpty(message.AuthorName) && message.Role != ChatRole.Assistant)
        {
            _request.Warnings.ContentNotSent(nameof(ChatMessage.AuthorName), "The provider takes no names in messages.");
        }

        if (message is { AdditionalProperties.Count: > 0, MessageId: null })
        {
            _request.Warnings.ContentNotSent(nameof(ChatMessage.AdditionalProperties), "A message of this wire has a role and a text, and nothing else.");
        }
    }
}
