using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>
/// Makes output items out of contents, one after the other, and tells of each step where somebody listens. A whole answer and a
/// stream go through the same steps, so that they end in the same items. It knows the open item; what is closed is JSON.
/// </summary>
internal sealed class ResponsesOutput
{
    /// <summary>The code of contents that say why the model won't answer.</summary>
    public const string Refusal = "Refusal";

    private const int TokenLength = 46;

    private readonly string _token = RandomNumberGenerator.GetHexString(TokenLength, lowercase: true);
    private readonly ResponsesItemWriter _writer = new();
    private readonly ArrayBufferWriter<byte> _items = new(512);
    private readonly ResponsesMessageItem _message;
    private readonly ResponsesReasoningItem _reasoning;
    private readonly ResponsesSettings _settings;
    private readonly ResponsesEvents? _events;
    private Kind _open;
    private int _index;
    private string _id = string.Empty;
    private string? _messageId;

    public ResponsesOutput(ResponsesSettings settings, ResponsesEvents? events)
    {
        _settings = settings;
        _events = events;
        _message = new(_writer, events);
        _reasoning = new(_writer, events);
    }

    private enum Kind
    {
        None,
        Message,
        Reasoning,
    }

    /// <summary>Gets the closed items, as the items of a JSON array.</summary>
    public ReadOnlySpan<byte> Items => _items.WrittenSpan;

    /// <summary>Says to which message the contents belong that follow. Null says nothing.</summary>
    public void BeginMessage(string? id)
    {
        if (id is null || id == _messageId)
        {
            return;
        }

        if (_messageId is not null)
        {
            EndMessage();
        }

        _messageId = id;
    }

    /// <summary>Says that what follows belongs to another message.</summary>
    public void EndMessage()
    {
        CloseItem(ResponsesItemWriter.Completed);
        _message.Forget();
    }

    /// <summary>Adds a content; nothing for one that this wire has no item for.</summary>
    /// <param name="content">The content.</param>
    /// <param name="logprobs">What is known of the tokens of its text: an array, or null.</param>
    public void Add(AIContent content, JsonElement? logprobs)
    {
        switch (content)
        {
            case TextContent text:
                AddText(text, logprobs);
                break;
            case TextReasoningContent thought:
                AddThought(thought);
                break;
            case ErrorContent { ErrorCode: Refusal, Message.Length: > 0 } refusal:
                AddRefusal(refusal.Message);
                break;
            case FunctionCallContent { InformationalOnly: false } call:
                AddCall(call);
                break;
            case DataContent data when data.HasTopLevelMediaType("image"):
                AddImage(data);
                break;
            default:
                break;
        }
    }

    /// <summary>Closes the open item.</summary>
    /// <param name="isWhole">False when the answer was cut off in it.</param>
    public void Complete(bool isWhole) => CloseItem(isWhole ? ResponsesItemWriter.Completed : ResponsesItemWriter.Incomplete);

    /// <summary>Closes the open item of an answer that broke off, without telling that it was done.</summary>
    public void Break()
    {
        _events?.Mute();
        CloseItem(ResponsesItemWriter.Incomplete);
    }

    private void AddText(TextContent content, JsonElement? logprobs)
    {
        if (content.Text.Length == 0 && (content.Annotations is not { Count: > 0 } || _open != Kind.Message || !_message.IsInText))
        {
            return; // sources without a text that rests on them have no place
        }

        OpenMessage();
        _message.AddText(content, logprobs);
    }

    private void AddRefusal(string refusal)
    {
        OpenMessage();
        _message.AddRefusal(refusal);
    }

    private void OpenMessage()
    {
        if (_open == Kind.Message)
        {
            return;
        }

        CloseItem(ResponsesItemWriter.Completed);
        _open = Kind.Message;
        _id = NewId("msg_");
        _message.Open(_index, _id);
    }

    private void AddThought(TextReasoningContent thought)
    {
        if (thought.Text.Length == 0 && thought.ProtectedData is null)
        {
            return;
        }

        if (_open != Kind.Reasoning)
        {
            CloseItem(ResponsesItemWriter.Completed);
            _open = Kind.Reasoning;
            _id = NewId("rs_");
            _reasoning.Open(_index, _id, thought.AdditionalProperties);
        }

        if (_reasoning.Add(thought))
        {
            CloseItem(ResponsesItemWriter.Completed);
        }
    }

    private void AddCall(FunctionCallContent call)
    {
        CloseItem(ResponsesItemWriter.Completed);
        if (_settings.CustomTools.Contains(call.Name))
        {
            AddCustomCall(call);
            return;
        }

        _id = NewId("fc_");
        var tool = ToolOf(call);
        var arguments = JsonValues.ArgumentsOf(call);
        var state = call.AdditionalProperties is { Count: > 0 } properties ? ResponsesSeal.Close(signature: null, properties) : null;
        _events?.ItemAdded(_index, _writer.Call(_id, ResponsesItemWriter.InProgress, call.CallId, tool, string.Empty, state: null));
        _events?.ArgumentsDelta(_index, _id, arguments);
        _events?.ArgumentsDone(_index, _id, arguments);
        EndItem(_writer.Call(_id, ResponsesItemWriter.Completed, call.CallId, tool, arguments, state));
    }

    private void AddCustomCall(FunctionCallContent call)
    {
        _id = NewId("ctc_");
        var tool = ToolOf(call);
        var input = CustomInput.Of(call);
        _events?.ItemAdded(_index, _writer.CustomCall(_id, ResponsesItemWriter.InProgress, call.CallId, tool, string.Empty));
        _events?.InputDelta(_index, _id, input);
        _events?.InputDone(_index, _id, input);
        EndItem(_writer.CustomCall(_id, ResponsesItemWriter.Completed, call.CallId, tool, input));
    }

    private (string? Namespace, string Name) ToolOf(FunctionCallContent call) =>
        _settings.Namespaces.TryGetValue(call.Name, out var inside) ? inside : (null, call.Name);

    private void AddImage(DataContent image)
    {
        CloseItem(ResponsesItemWriter.Completed);
        _id = NewId("ig_");
        var format = image.MediaType.AsSpan("image/".Length);
        _events?.ItemAdded(_index, _writer.Image(_id, ResponsesItemWriter.InProgress, format, default));
        EndItem(_writer.Image(_id, ResponsesItemWriter.Completed, format, image.Base64Data.Span));
    }

    private void CloseItem(string status)
    {
        switch (_open)
        {
            case Kind.Message:
                EndItem(_message.Close(status));
                break;
            case Kind.Reasoning:
                EndItem(_reasoning.Close());
                break;
            default:
                return;
        }
    }

    private void EndItem(ReadOnlySpan<byte> item)
    {
        _events?.ItemDone(_index, item);
        ResponsesItemWriter.Append(_items, item);
        if (_settings.Keeps)
        {
            _settings.Answered.Add((_id, item.ToArray()));
        }

        _index++;
        _open = Kind.None;
    }

    private string NewId(string prefix) => string.Concat(prefix, _token, _index.ToString("x4", CultureInfo.InvariantCulture));
}
