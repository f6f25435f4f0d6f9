using System.Text;
using Microsoft.Extensions.AI;

namespace OneApi.Client.AspNetCore.Dialects.Responses;

/// <summary>The reasoning item of an answer: pieces of a thought up to the signature that ends it, with the properties of the first. One after the other in one instance.</summary>
internal sealed class ResponsesReasoningItem(ResponsesItemWriter writer, ResponsesEvents? events)
{
    private readonly StringBuilder _text = new();
    private readonly WholeCharacters _characters = new();
    private int _index;
    private string _id = string.Empty;
    private bool _hasSummary;
    private string? _signature;
    private AdditionalPropertiesDictionary? _properties;

    public void Open(int index, string id, AdditionalPropertiesDictionary? properties)
    {
        (_index, _id, _properties) = (index, id, properties);
        events?.ItemAdded(index, writer.Reasoning(id, summary: null, sealedText: null));
    }

    /// <summary>Adds a piece.</summary>
    /// <returns>True when it was the last.</returns>
    public bool Add(TextReasoningContent thought)
    {
        Append(_characters.Take(thought.Text));
        _signature = thought.ProtectedData;
        return _signature is not null;
    }

    /// <summary>Ends the item, and gives it.</summary>
    public ReadOnlySpan<byte> Close()
    {
        Append(_characters.End());
        string? summary = null;
        if (_hasSummary)
        {
            summary = _text.ToString();
            events?.SummaryDone(_index, _id, summary);
            events?.SummaryPartDone(_index, _id, writer.SummaryPart(summary));
        }

        var item = writer.Reasoning(_id, summary, ResponsesSeal.Close(_signature, _properties));
        _text.Clear();
        _hasSummary = false;
        _signature = null;
        _properties = null;
        return item;
    }

    private void Append(string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (!_hasSummary)
        {
            _hasSummary = true;
            events?.SummaryPartAdded(_index, _id, writer.SummaryPart(string.Empty));
        }

        _text.Append(text);
        events?.SummaryDelta(_index, _id, text);
    }
}
