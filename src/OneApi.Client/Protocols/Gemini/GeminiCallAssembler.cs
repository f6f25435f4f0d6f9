using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>
/// Makes function calls. They come whole, unless Vertex was asked to stream their arguments: then a first part names the function,
/// others bring values by JSON path, and one without <c>willContinue</c> ends the call (protocols/gemini.md §6).
/// </summary>
internal sealed class GeminiCallAssembler(string provider)
{
    /// <summary>How many items a path may skip; more would let one number fill the memory.</summary>
    private const int MaxGap = 1000;

    private readonly StringBuilder _text = new();
    private JsonObject? _arguments;
    private string? _id;
    private string? _name;
    private string? _textPath;
    private bool _isBroken;

    /// <summary>Gets a value indicating whether a call is begun and not ended.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Gets the signature that came with the first part of the open call.</summary>
    public string? Signature { get; private set; }

    /// <summary>Reads the object at the reader.</summary>
    /// <returns>The call, or null while it is being streamed.</returns>
    public FunctionCallContent? Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        string? id = null;
        string? name = null;
        ReadOnlySpan<byte> arguments = default;
        JsonElement? partial = null;
        var willContinue = false;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                name = JsonRead.StringOrNull(ref reader);
            }
            else if (reader.ValueTextEquals("args"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                arguments = data[start..(int)reader.BytesConsumed];
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = JsonRead.StringOrNull(ref reader) is { Length: > 0 } text ? text : null;
            }
            else if (reader.ValueTextEquals("willContinue"u8))
            {
                reader.Read();
                willContinue = reader.TokenType == JsonTokenType.True;
            }
            else if (reader.ValueTextEquals("partialArgs"u8))
            {
                reader.Read();
                partial = JsonRead.Element(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (!IsOpen && !willContinue && partial is null)
        {
            return Make(id, name ?? string.Empty, arguments);
        }

        IsOpen = true;
        _id ??= id;
        _name ??= name;
        _arguments ??= [];
        Apply(partial);
        return willContinue ? null : Close();
    }

    public void Sign(string? signature) => Signature ??= signature;

    /// <summary>Ends the open call with what came so far.</summary>
    public FunctionCallContent Close()
    {
        FlushText();
        var json = Encoding.UTF8.GetBytes((_arguments ?? []).ToJsonString());
        var call = Make(_id, _name ?? string.Empty, json);
        if (_isBroken)
        {
            call.Exception = new InvalidOperationException("The model's arguments could not be put together.");
        }

        IsOpen = false;
        _id = _name = null;
        _arguments = null;
        _isBroken = false;
        return call;
    }

    public string? TakeSignature()
    {
        var signature = Signature;
        Signature = null;
        return signature;
    }

    private FunctionCallContent Make(string? id, string name, ReadOnlySpan<byte> arguments)
    {
        var call = ToolArguments.Parse(id ?? "call_" + RandomNumberGenerator.GetHexString(24, lowercase: true), name, arguments);
        if (id is not null)
        {
            call.AdditionalProperties = new() { [GeminiMarks.Id] = true };
            OpaqueState.Mark(call, provider);
        }

        return call;
    }

    private void Apply(JsonElement? partial)
    {
        if (partial is not { ValueKind: JsonValueKind.Array } values)
        {
            return;
        }

        foreach (var value in values.EnumerateArray())
        {
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("jsonPath", out var path) && path.GetString() is { } text)
            {
                ApplyValue(text, value);
            }
        }
    }

    private void ApplyValue(string path, JsonElement value)
    {
        if (path != _textPath)
        {
            FlushText();
        }

        if (value.TryGetProperty("stringValue", out var text))
        {
            _textPath = path;
            _text.Append(text.GetString());
            if (!(value.TryGetProperty("willContinue", out var more) && more.ValueKind == JsonValueKind.True))
            {
                FlushText();
            }
        }
        else if (value.TryGetProperty("numberValue", out var number))
        {
            Set(path, JsonNode.Parse(number.GetRawText()));
        }
        else if (value.TryGetProperty("boolValue", out var flag))
        {
            Set(path, JsonNode.Parse(flag.GetRawText()));
        }
        else if (value.TryGetProperty("nullValue", out _))
        {
            Set(path, null);
        }
    }

    private void FlushText()
    {
        if (_textPath is { } path)
        {
            Set(path, JsonValue.Create(_text.ToString()));
            _text.Clear();
            _textPath = null;
        }
    }

    /// <summary>Puts a value where a path such as <c>$.recipe.steps[0]</c> points to, and makes what is missing on the way.</summary>
    private void Set(string path, JsonNode? value)
    {
        if (!TryParse(path, out var steps) || steps.Count == 0)
        {
            _isBroken = true;
            return;
        }

        JsonNode node = _arguments!;
        for (var i = 0; i < steps.Count; i++)
        {
            var isLast = i == steps.Count - 1;
            var next = isLast ? value : steps[i + 1] is int ? new JsonArray() : (JsonNode)new JsonObject();
            if (!TryStep(node, steps[i], next, isLast, out var inner) || (inner is null && !isLast))
            {
                _isBroken = true;
                return;
            }

            node = inner!;
        }
    }

    private static bool TryStep(JsonNode node, object step, JsonNode? next, bool isLast, out JsonNode? inner)
    {
        switch (node, step)
        {
            case (JsonObject map, string name):
                if (isLast || map[name] is null)
                {
                    map[name] = next;
                }

                inner = map[name];
                return true;
            case (JsonArray list, int index) when index <= list.Count + MaxGap:
                while (list.Count <= index)
                {
                    list.Add((JsonNode?)null);
                }

                if (isLast || list[index] is null)
                {
                    list[index] = next;
                }

                inner = list[index];
                return true;
            default:
                inner = null;
                return false;
        }
    }

    /// <summary>Reads a path's steps: names as strings, indexes as numbers.</summary>
    private static bool TryParse(string path, out List<object> steps)
    {
        steps = [];
        var at = path.StartsWith('$') ? 1 : 0;
        while (at < path.Length)
        {
            if (path[at] == '[')
            {
                var end = path.IndexOf(']', at);
                if (end < 0)
                {
                    return false;
                }

                var inner = path[(at + 1)..end];
                steps.Add(int.TryParse(inner, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : inner.Trim('\'', '"'));
                at = end + 1;
            }
            else
            {
                var start = path[at] == '.' ? at + 1 : at;
                var end = path.AsSpan(start).IndexOfAny('.', '[');
                end = end < 0 ? path.Length : start + end;
                if (end == start)
                {
                    return false;
                }

                steps.Add(path[start..end]);
                at = end;
            }
        }

        return true;
    }
}
