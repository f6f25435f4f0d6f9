using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Hunyuan;

/// <summary>
/// Puts tool calls together: the name comes first with empty arguments, then an empty name with the whole argument text
/// (protocols/hunyuan.md §5). The id decides which call a fragment belongs to, then the index.
/// </summary>
internal sealed class HunyuanCallAssembler
{
    private readonly List<Call> _calls = [];

    public bool IsEmpty => _calls.Count == 0;

    /// <summary>Reads the array <c>ToolCalls</c>.</summary>
    /// <param name="reader">Stands at the value.</param>
    /// <param name="isWhole">True for a whole message, in which each item is a call of its own.</param>
    public void Read(ref Utf8JsonReader reader, bool isWhole)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            if (JsonRead.EnterObject(ref reader))
            {
                Merge(ReadItem(ref reader), isWhole);
            }
        }
    }

    /// <summary>Gives the calls in the order in which they came.</summary>
    public void EmitTo(List<AIContent> contents)
    {
        foreach (var call in _calls)
        {
            var id = call.Id ?? "call_" + RandomNumberGenerator.GetHexString(24, lowercase: true);
            contents.Add(ToolArguments.Parse(id, call.Name ?? string.Empty, call.Arguments.WrittenSpan));
        }

        _calls.Clear();
    }

    private static Fragment ReadItem(ref Utf8JsonReader reader)
    {
        var fragment = default(Fragment);
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("Id"u8))
            {
                reader.Read();
                fragment.Id = JsonRead.TextOrNull(ref reader);
            }
            else if (reader.ValueTextEquals("Index"u8))
            {
                reader.Read();
                fragment.Index = JsonRead.Int64OrNull(ref reader);
            }
            else if (reader.ValueTextEquals("Function"u8))
            {
                ReadFunction(ref reader, ref fragment);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return fragment;
    }

    private static void ReadFunction(ref Utf8JsonReader reader, ref Fragment fragment)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("Name"u8))
            {
                reader.Read();
                fragment.Name = JsonRead.StringOrNull(ref reader);
            }
            else if (reader.ValueTextEquals("Arguments"u8))
            {
                reader.Read();
                fragment.Arguments = reader.TokenType == JsonTokenType.StartObject ? JsonRead.Element(ref reader).GetRawText() : JsonRead.StringOrNull(ref reader);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private void Merge(in Fragment fragment, bool isWhole)
    {
        if (string.IsNullOrEmpty(fragment.Id) && string.IsNullOrEmpty(fragment.Name) && string.IsNullOrEmpty(fragment.Arguments))
        {
            return; // [{}] is no call
        }

        var call = isWhole ? null : Find(fragment);
        if (call is null)
        {
            call = new() { Index = fragment.Index };
            _calls.Add(call);
        }

        call.Id ??= string.IsNullOrEmpty(fragment.Id) ? null : fragment.Id;
        call.Name = string.IsNullOrEmpty(call.Name) ? fragment.Name : call.Name;
        Encoding.UTF8.GetBytes(fragment.Arguments ?? string.Empty, call.Arguments);
    }

    private Call? Find(in Fragment fragment)
    {
        for (var i = _calls.Count - 1; i >= 0; i--)
        {
            var call = _calls[i];
            if (!string.IsNullOrEmpty(fragment.Id) && call.Id is not null)
            {
                if (call.Id == fragment.Id)
                {
                    return call;
                }
            }
            else if (fragment.Index is null || call.Index == fragment.Index)
            {
                return call;
            }
        }

        return null;
    }

    private struct Fragment
    {
        public string? Id { get; set; }

        public long? Index { get; set; }

        public string? Name { get; set; }

        public string? Arguments { get; set; }
    }

    private sealed class Call
    {
        public string? Id { get; set; }

        public long? Index { get; init; }

        public string? Name { get; set; }

        public ArrayBufferWriter<byte> Arguments { get; } = new();
    }
}
