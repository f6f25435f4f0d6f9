using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>
/// Makes output items out of contents, one after the other, and tells of each step where somebody listens. A whole answer and a
/// stream go through the same steps, so that they end in the same items. It knows the open item; what is closed is JSON.
/// </summary>
internal sealed class ResponsesOutput(ResponsesSettings settings, ResponsesEvents? events)
{
    /// <summary>The code of contents that say why the model won't answer.</summary>
    public const string Refusal = "Refusal";

    private const int TokenLength = 46;

    private readonly string _token = RandomNumberGenerator.GetHexString(TokenLength, lowercase: true);
    private readonly ResponsesItemWriter _writer = new();
    private readonly ArrayBufferWriter<byte> _items = new(512);
    private readonly ArrayBufferWriter<byte> _parts = new();
    private readonly ArrayBufferWriter<byte> _logprobs = new();
    private readonly StringBuilder _text = new();
    private readonly List<byte[]> _annotations = [];

    private Kind _open;
    private int _index;
    private string _id = string.Empty;
    private int _partIndex;
    private int _messageLength;
    private string? _messageId;
    private char _half;
    private bool _hasSummary;
    private string? _signature;
    private AdditionalPropertiesDictionary? _properties;

    private enum Kind
    {
        None,

        /// <summary>A message whose parts are all closed.</summary>
        Message,
        Text,
        Refusal,
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
        _messageLength = 0;
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
        events?.Mute();
        CloseItem(ResponsesItemWriter.Incomplete);
    }

    private void AddText(TextContent content, JsonElement? logprobs)
    {
        var annotations = content.Annotations;
        if (content.Text.Length == 0 && (annotations is not { Count: > 0 } || _open != Kind.Text))
        {
            return; // sources without a text that rests on them have no place
        }

        OpenPart(Kind.Text);
        var start = content.Text.Length == 0 ? 0 : _text.Length;
        if (Whole(content.Text) is { Length: > 0 } text)
        {
            _text.Append(text);
            AppendLogprobs(logprobs);
            events?.TextDelta(_index, _partIndex, _id, text, logprobs);
        }

        for (var i = 0; i < annotations?.Count; i++)
        {
            var known = _annotations.Count;
            ResponsesAnnotations.Write(annotations[i], _messageLength, start, _text.Length, _annotations);
            for (; known < _annotations.Count; known++)
            {
                events?.Annotation(_index, _partIndex, _id, known, _annotations[known]);
            }
        }
    }

    private void AddRefusal(string refusal)
    {
        OpenPart(Kind.Refusal);
        if (Whole(refusal) is { Length: > 0 } text)
        {
            _text.Append(text);
            events?.RefusalDelta(_index, _partIndex, _id, text);
        }
    }

    /// <summary>Pieces of a thought are one item up to the signature that ends it, with the properties of the first.</summary>
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
            _properties = thought.AdditionalProperties;
            events?.ItemAdded(_index, _writer.Reasoning(_id, summary: null, sealedText: null));
        }

        AppendSummary(Whole(thought.Text));
        if (thought.ProtectedData is not null)
        {
            _signature = thought.ProtectedData;
            CloseItem(ResponsesItemWriter.Completed);
        }
    }

    private void AppendSummary(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (!_hasSummary)
        {
            _hasSummary = true;
            events?.SummaryPartAdded(_index, _id, _writer.SummaryPart(string.Empty));
        }

        _text.Append(text);
        events?.SummaryDelta(_index, _id, text);
    }

    private void AddCall(FunctionCallContent call)
    {
        CloseItem(ResponsesItemWriter.Completed);
        if (settings.CustomTools.Contains(call.Name))
        {
            AddCustomCall(call);
            return;
        }

        _id = NewId("fc_");
        var tool = ToolOf(call);
        var arguments = JsonValues.ArgumentsOf(call);
        var state = call.AdditionalProperties is { Count: > 0 } properties ? ResponsesSeal.Close(signature: null, properties) : null;
        events?.ItemAdded(_index, _writer.Call(_id, ResponsesItemWriter.InProgress, call.CallId, tool, string.Empty, state: null));
        events?.ArgumentsDelta(_index, _id, arguments);
        events?.ArgumentsDone(_index, _id, arguments);
        EndItem(_writer.Call(_id, ResponsesItemWriter.Completed, call.CallId, tool, arguments, state));
    }

    private void AddCustomCall(FunctionCallContent call)
    {
        _id = NewId("ctc_");
        var tool = ToolOf(call);
        var input = CustomInput.Of(call);
        events?.ItemAdded(_index, _writer.CustomCall(_id, ResponsesItemWriter.InProgress, call.CallId, tool, string.Empty));
        events?.InputDelta(_index, _id, input);
        events?.InputDone(_index, _id, input);
        EndItem(_writer.CustomCall(_id, ResponsesItemWriter.Completed, call.CallId, tool, input));
    }

    private (string? Namespace, string Name) ToolOf(FunctionCallContent call) =>
        settings.Namespaces.TryGetValue(call.Name, out var inside) ? inside : (null, call.Name);

    private void AddImage(DataContent image)
    {
        CloseItem(ResponsesItemWriter.Completed);
        _id = NewId("ig_");
        var format = image.MediaType.AsSpan("image/".Length);
        events?.ItemAdded(_index, _writer.Image(_id, ResponsesItemWriter.InProgress, format, default));
        EndItem(_writer.Image(_id, ResponsesItemWriter.Completed, format, image.Base64Data.Span));
    }

    private void OpenPart(Kind kind)
    {
        if (_open == kind)
        {
            return;
        }

        if (_open is Kind.Text or Kind.Refusal)
        {
            ClosePart();
        }
        else if (_open != Kind.Message)
        {
            CloseItem(ResponsesItemWriter.Completed);
            _id = NewId("msg_");
            events?.ItemAdded(_index, _writer.Message(_id, ResponsesItemWriter.InProgress, default));
        }

        _open = kind;
        events?.PartAdded(_index, _partIndex, _id, kind == Kind.Text ? _writer.TextPart(string.Empty, _annotations, default) : _writer.RefusalPart(string.Empty));
    }

    private void ClosePart()
    {
        if (_half != default)
        {
            _text.Append('\uFFFD');
            if (_open == Kind.Text)
            {
                events?.TextDelta(_index, _partIndex, _id, "\uFFFD", logprobs: null);
            }
            else
            {
                events?.RefusalDelta(_index, _partIndex, _id, "\uFFFD");
            }

            _half = default;
        }

        var text = _text.ToString();
        if (_open == Kind.Text)
        {
            events?.TextDone(_index, _partIndex, _id, text, _logprobs.WrittenSpan);
            EndPart(_writer.TextPart(text, _annotations, _logprobs.WrittenSpan));
            _messageLength += text.Length;
        }
        else
        {
            events?.RefusalDone(_index, _partIndex, _id, text);
            EndPart(_writer.RefusalPart(text));
        }

        _text.Clear();
        _annotations.Clear();
        _logprobs.ResetWrittenCount();
        _open = Kind.Message;
    }

    private void EndPart(ReadOnlySpan<byte> part)
    {
        events?.PartDone(_index, _partIndex, _id, part);
        Append(_parts, part);
        _partIndex++;
    }

    private void CloseItem(string status)
    {
        switch (_open)
        {
            case Kind.None:
                return;
            case Kind.Reasoning:
                CloseReasoning();
                break;
            default:
                CloseMessage(status);
                break;
        }
    }

    private void CloseMessage(string status)
    {
        if (_open is Kind.Text or Kind.Refusal)
        {
            ClosePart();
        }

        EndItem(_writer.Message(_id, status, _parts.WrittenSpan));
        _parts.ResetWrittenCount();
        _partIndex = 0;
    }

    private void CloseReasoning()
    {
        if (_half != default)
        {
            _half = default;
            AppendSummary("\uFFFD");
        }

        string? summary = null;
        if (_hasSummary)
        {
            summary = _text.ToString();
            events?.SummaryDone(_index, _id, summary);
            events?.SummaryPartDone(_index, _id, _writer.SummaryPart(summary));
        }

        EndItem(_writer.Reasoning(_id, summary, ResponsesSeal.Close(_signature, _properties)));
        _text.Clear();
        _hasSummary = false;
        _signature = null;
        _properties = null;
    }

    private void EndItem(ReadOnlySpan<byte> item)
    {
        events?.ItemDone(_index, item);
        Append(_items, item);
        if (settings.Keeps)
        {
            settings.Answered.Add((_id, item.ToArray()));
        }

        _index++;
        _open = Kind.None;
    }

    /// <summary>Half a character at the end of a piece waits for its other half: no piece alone would say it.</summary>
    private string Whole(string text)
    {
        if (_half != default)
        {
            text = _half + text;
            _half = default;
        }

        if (text.Length > 0 && char.IsHighSurrogate(text[^1]))
        {
            _half = text[^1];
            text = text[..^1];
        }

        return text;
    }

    private void AppendLogprobs(JsonElement? logprobs)
    {
        if (logprobs is { ValueKind: JsonValueKind.Array } tokens)
        {
            foreach (var token in tokens.EnumerateArray())
            {
                Append(_logprobs, JsonMarshal.GetRawUtf8Value(token));
            }
        }
    }

    private static void Append(ArrayBufferWriter<byte> list, ReadOnlySpan<byte> item)
    {
        if (list.WrittenCount > 0)
        {
            list.Write(","u8);
        }

        list.Write(item);
    }

    private string NewId(string prefix) => string.Concat(prefix, _token, _index.ToString("x4", CultureInfo.InvariantCulture));
}
