using System.Text;
using System.Text.Json;
using static OneApi.Client.AspNetCore.Tests.Dialects.Responses.ResponsesWire;

namespace OneApi.Client.AspNetCore.Tests.Dialects.Responses;

/// <summary>Keeps account of a stream as a careful client would, and checks each step.</summary>
internal sealed class StreamLedger
{
    private readonly StringBuilder _text = new();
    private readonly List<string> _annotations = [];
    private int _part = -1;
    private bool _inPart;

    /// <summary>Gets the done items, as JSON.</summary>
    public List<string> Done { get; } = [];

    public HashSet<string> Ids { get; } = [];

    /// <summary>Gets the id of the open item.</summary>
    public string? Open { get; private set; }

    public void Take(JsonElement item)
    {
        var type = TextAt(item, "type")!;
        if (item.TryGetProperty("output_index", out var index))
        {
            Assert.Equal(Done.Count, index.GetInt32());
        }

        if (item.TryGetProperty("item_id", out var id))
        {
            Assert.Equal(Open, id.GetString());
        }

        if (item.TryGetProperty("content_index", out var part) || item.TryGetProperty("summary_index", out part))
        {
            Assert.Equal(type.EndsWith("part.added", StringComparison.Ordinal) ? _part + 1 : _part, part.GetInt32());
        }

        switch (type)
        {
            case "response.output_item.added":
                Assert.Null(Open);
                Open = TextAt(item, "item", "id");
                Assert.True(Ids.Add(Open!));
                _part = -1;
                break;
            case "response.output_item.done":
                Assert.False(_inPart);
                Assert.Equal(Open, TextAt(item, "item", "id"));
                Open = null;
                Done.Add(item.GetProperty("item").GetRawText());
                break;
            case "response.content_part.added" or "response.reasoning_summary_part.added":
                Assert.False(_inPart);
                _inPart = true;
                _part++;
                break;
            case "response.content_part.done" or "response.reasoning_summary_part.done":
                Assert.True(_inPart);
                _inPart = false;
                EndPart(item.GetProperty("part"));
                break;
            case "response.output_text.annotation.added":
                Assert.True(_inPart);
                Assert.Equal(_annotations.Count, item.GetProperty("annotation_index").GetInt32());
                _annotations.Add(item.GetProperty("annotation").GetRawText());
                break;
            case "response.function_call_arguments.done" or "response.custom_tool_call_input.done":
                Assert.Equal(_text.ToString(), TextAt(item, type.Contains("function", StringComparison.Ordinal) ? "arguments" : "input"));
                _text.Clear();
                break;
            case var delta when delta.EndsWith(".delta", StringComparison.Ordinal):
                _text.Append(TextAt(item, "delta"));
                break;
            case "response.output_text.done" or "response.reasoning_summary_text.done":
                Assert.Equal(_text.ToString(), TextAt(item, "text"));
                break;
            case "response.refusal.done":
                Assert.Equal(_text.ToString(), TextAt(item, "refusal"));
                break;
            default:
                Assert.StartsWith("response.", type, StringComparison.Ordinal);
                break;
        }
    }

    private void EndPart(JsonElement part)
    {
        Assert.Equal(_text.ToString(), TextAt(part, TextAt(part, "type") == "refusal" ? "refusal" : "text"));
        if (part.TryGetProperty("annotations", out var annotations))
        {
            Assert.Equal(annotations.EnumerateArray().Select(static annotation => annotation.GetRawText()), _annotations);
        }

        _text.Clear();
        _annotations.Clear();
    }
}
