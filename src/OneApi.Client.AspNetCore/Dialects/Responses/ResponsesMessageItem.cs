using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>The message of an answer: parts of text or of a refusal, of which one is open at most. One after the other in one instance.</summary>
internal sealed class ResponsesMessageItem(ResponsesItemWriter writer, ResponsesEvents? events)
{
    private readonly ArrayBufferWriter<byte> _parts = new();
    private readonly ArrayBufferWriter<byte> _logprobs = new();
    private readonly StringBuilder _text = new();
    private readonly WholeCharacters _characters = new();
    private readonly List<byte[]> _annotations = [];
    private Part _open;
    private int _index;
    private string _id = string.Empty;
    private int _partIndex;
    private int _length;

    private enum Part
    {
        None,
        Text,
        Refusal,
    }

    /// <summary>Gets a value indicating whether a part of text is open.</summary>
    public bool IsInText => _open == Part.Text;

    public void Open(int index, string id)
    {
        (_index, _id, _partIndex) = (index, id, 0);
        events?.ItemAdded(index, writer.Message(id, ResponsesItemWriter.InProgress, default));
    }

    public void AddText(TextContent content, JsonElement? logprobs)
    {
        OpenPart(Part.Text);
        var start = content.Text.Length == 0 ? 0 : _text.Length;
        if (_characters.Take(content.Text) is { Length: > 0 } text)
        {
            AppendLogprobs(logprobs);
            AppendText(text, logprobs);
        }

        for (var i = 0; i < content.Annotations?.Count; i++)
        {
            var known = _annotations.Count;
            ResponsesAnnotations.Write(content.Annotations[i], _length, start, _text.Length, _annotations);
            for (; known < _annotations.Count; known++)
            {
                events?.Annotation(_index, _partIndex, _id, known, _annotations[known]);
            }
        }
    }

    public void AddRefusal(string refusal)
    {
        OpenPart(Part.Refusal);
        AppendRefusal(_characters.Take(refusal));
    }

    /// <summary>Ends the item, and gives it.</summary>
    public ReadOnlySpan<byte> Close(string status)
    {
        ClosePart();
        var item = writer.Message(_id, status, _parts.WrittenSpan);
        _parts.ResetWrittenCount();
        return item;
    }

    /// <summary>Says that what follows belongs to another message: places in its text are counted anew.</summary>
    public void Forget() => _length = 0;

    private void OpenPart(Part part)
    {
        if (_open == part)
        {
            return;
        }

        ClosePart();
        _open = part;
        events?.PartAdded(_index, _partIndex, _id, part == Part.Text ? writer.TextPart(string.Empty, _annotations, default) : writer.RefusalPart(string.Empty));
    }

    private void ClosePart()
    {
        switch (_open)
        {
            case Part.Text:
                AppendText(_characters.End(), logprobs: null);
                var text = _text.ToString();
                events?.TextDone(_index, _partIndex, _id, text, _logprobs.WrittenSpan);
                EndPart(writer.TextPart(text, _annotations, _logprobs.WrittenSpan));
                _length += text.Length;
                break;
            case Part.Refusal:
                AppendRefusal(_characters.End());
                events?.RefusalDone(_index, _partIndex, _id, _text.ToString());
                EndPart(writer.RefusalPart(_text.ToString()));
                break;
            default:
                return;
        }

        _text.Clear();
        _annotations.Clear();
        _logprobs.ResetWrittenCount();
        _open = Part.None;
    }

    private void EndPart(ReadOnlySpan<byte> part)
    {
        events?.PartDone(_index, _partIndex, _id, part);
        ResponsesItemWriter.Append(_parts, part);
        _partIndex++;
    }

    private void AppendText(string text, JsonElement? logprobs)
    {
        if (text.Length > 0)
        {
            _text.Append(text);
            events?.TextDelta(_index, _partIndex, _id, text, logprobs);
        }
    }

    private void AppendRefusal(string text)
    {
        if (text.Length > 0)
        {
            _text.Append(text);
            events?.RefusalDelta(_index, _partIndex, _id, text);
        }
    }

    private void AppendLogprobs(JsonElement? logprobs)
    {
        if (logprobs is { ValueKind: JsonValueKind.Array } tokens)
        {
            foreach (var token in tokens.EnumerateArray())
            {
                ResponsesItemWriter.Append(_logprobs, JsonMarshal.GetRawUtf8Value(token));
            }
        }
    }
}
