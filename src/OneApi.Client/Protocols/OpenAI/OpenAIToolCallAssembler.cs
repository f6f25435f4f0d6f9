using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Puts tool calls together from their fragments, whole calls included (protocols/openai.md §4, openai-compatible.md §1).</summary>
internal sealed class OpenAIToolCallAssembler(string provider)
{
    /// <summary>The additional property that tells a custom tool's call, whose input is free text, from a function's.</summary>
    public const string CustomProperty = "openai.custom";

    private readonly List<Call> _calls = [];

    /// <summary>Gets a value indicating whether there is nothing that could become a call: <c>[]</c> and <c>[{}]</c> are no calls.</summary>
    public bool IsEmpty => !_calls.Exists(static call => !call.IsEmpty);

    /// <summary>Reads the array <c>tool_calls</c> of a delta, or the single object of a server that sends one.</summary>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            ReadFragment(ref reader, json, position: 0);
            return;
        }

        for (var position = 0; JsonRead.NextItem(ref reader); position++)
        {
            ReadFragment(ref reader, json, position);
        }
    }

    /// <summary>Reads the <c>tool_calls</c> of a message: each item is a call of its own, whatever its index and id say.</summary>
    public void ReadWhole(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            ReadFragment(ref reader, json, position: 0);
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                var scout = reader;
                ReadKey(ref scout, out _, out var id);
                var call = Open(_calls.Count);
                call.Id = id;
                ReadMembers(ref reader, json, call);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Reads the deprecated <c>function_call</c>.</summary>
    public void ReadLegacy(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadFunction(ref reader, json, _calls.Count == 0 ? Open(0) : _calls[^1], "arguments");
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>Gives the calls in the order of their indexes.</summary>
    public void EmitTo(List<AIContent> contents)
    {
        foreach (var call in _calls.OrderBy(static call => call.Index))
        {
            if (!call.IsEmpty)
            {
                contents.Add(Make(call));
            }
        }

        _calls.Clear();
    }

    private FunctionCallContent Make(Call call)
    {
        var id = call.Id ?? "call_" + RandomNumberGenerator.GetHexString(24, lowercase: true);
        var content = call.IsCustom
            ? new FunctionCallContent(id, call.Name ?? string.Empty, new Dictionary<string, object?> { ["input"] = Encoding.UTF8.GetString(call.Arguments.WrittenSpan) })
            : ToolArguments.Parse(id, call.Name ?? string.Empty, call.Arguments.WrittenSpan);
        if (call.Others is not null || call.IsCustom)
        {
            content.AdditionalProperties = call.Others ?? [];
            OpaqueState.Mark(content, provider);
        }

        if (call.IsCustom)
        {
            content.AdditionalProperties![CustomProperty] = true;
        }

        return content;
    }

    private void ReadFragment(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, int position)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        // The id and the index decide which call it is, wherever they stand in the object; so look for them first.
        var scout = reader;
        ReadKey(ref scout, out var index, out var id);
        ReadMembers(ref reader, json, Find(index ?? (id is null && position > 0 ? position : null), id));
    }

    private static void ReadMembers(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, Call call)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("function"u8))
            {
                reader.Read();
                ReadFunction(ref reader, json, call, "arguments");
            }
            else if (reader.ValueTextEquals("custom"u8))
            {
                reader.Read();
                call.IsCustom = true;
                ReadFunction(ref reader, json, call, "input");
            }
            else if (reader.ValueTextEquals("index"u8) || reader.ValueTextEquals("id"u8) || reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                var name = JsonRead.Text(ref reader);
                reader.Read();
                if (reader.TokenType != JsonTokenType.Null)
                {
                    (call.Others ??= [])[name] = JsonRead.Element(ref reader);
                }
            }
        }
    }

    private static void ReadKey(ref Utf8JsonReader reader, out int? index, out string? id)
    {
        index = null;
        id = null;
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("index"u8))
            {
                reader.Read();
                index = (int?)JsonRead.Int64OrNull(ref reader);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = JsonRead.TextOrNull(ref reader) is { Length: > 0 } text ? text : null;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private Call Find(int? index, string? id)
    {
        Call? found = null;
        foreach (var call in _calls)
        {
            if (index is null ? id is not null && call.Id == id : call.Index == index)
            {
                found = call; // the last one: an index may be used again with a new id
            }
        }

        if (index is null && id is null && _calls.Count > 0)
        {
            found = _calls[^1];
        }

        if (found is null || (id is not null && found.Id is not null && found.Id != id))
        {
            found = Open(index ?? _calls.Count);
        }

        found.Id ??= id;
        return found;
    }

    private Call Open(int index)
    {
        var call = new Call(index);
        _calls.Add(call);
        return call;
    }

    private static void ReadFunction(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, Call call, string argumentsMember)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                var name = JsonRead.StringOrNull(ref reader);
                call.Name = string.IsNullOrEmpty(call.Name) ? name : call.Name;
            }
            else if (reader.ValueTextEquals(argumentsMember))
            {
                reader.Read();
                AppendArguments(ref reader, json, call.Arguments);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private static void AppendArguments(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, ArrayBufferWriter<byte> arguments)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                if (reader.ValueSpan.Length > 0)
                {
                    AppendText(ref reader, arguments);
                }

                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                // Some servers send the arguments as the object itself.
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                arguments.Write(json[start..(int)reader.BytesConsumed]);
                break;
            default:
                break;
        }
    }

    private static void AppendText(ref Utf8JsonReader reader, ArrayBufferWriter<byte> arguments)
    {
        try
        {
            arguments.Advance(reader.CopyString(arguments.GetSpan(reader.ValueSpan.Length)));
        }
        catch (InvalidOperationException)
        {
            Encoding.UTF8.GetBytes(JsonRead.Text(ref reader), arguments); // no valid Unicode
        }
    }

    private sealed class Call(int index)
    {
        public int Index { get; } = index;

        public string? Id { get; set; }

        public string? Name { get; set; }

        public bool IsCustom { get; set; }

        public bool IsEmpty => string.IsNullOrEmpty(Name) && Id is null && Arguments.WrittenCount == 0;

        public ArrayBufferWriter<byte> Arguments { get; } = new();

        public AdditionalPropertiesDictionary? Others { get; set; }
    }
}
