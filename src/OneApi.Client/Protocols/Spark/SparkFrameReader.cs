using System.Text.Json;
using Microsoft.Extensions.AI;

namespace OneApi.Client.Protocols.Spark;

/// <summary>Reads one frame of an answer (protocols/spark.md §5). One instance reads all frames of an answer, one after the other.</summary>
internal sealed class SparkFrameReader
{
    private readonly UnknownMembers _unknown = new();

    // What the frame at hand holds.
    public string? Code { get; private set; }

    public string? Message { get; private set; }

    public string? Sid { get; private set; }

    /// <summary>Gets a value indicating whether header or choices say that it is the last.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Gets a value indicating whether a status is <c>"success"</c>: it says that all is well, and not whether more is to come.</summary>
    public bool SaysSuccess { get; private set; }

    /// <summary>Gets a value indicating whether a status is <c>"fail"</c>.</summary>
    public bool SaysFail { get; private set; }

    public long? Sequence { get; private set; }

    public string? Text { get; private set; }

    public string? Reasoning { get; private set; }

    /// <summary>Gets the calls, or null; each with its name and its arguments as JSON text.</summary>
    public List<(string Name, byte[] Arguments)>? Calls { get; private set; }

    public UsageDetails? Usage { get; private set; }

    /// <summary>Gets what nobody knows, or null.</summary>
    public AdditionalPropertiesDictionary? Others { get; private set; }

    /// <exception cref="JsonException">The frame is not readable.</exception>
    public void Read(ReadOnlySpan<byte> frame)
    {
        Code = Message = Sid = Text = Reasoning = null;
        IsLast = SaysSuccess = SaysFail = false;
        Sequence = null;
        (Calls, Usage, Others) = (null, null, null);
        var reader = new Utf8JsonReader(frame);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Not an object.");
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("header"u8))
            {
                ReadHeader(ref reader, frame);
            }
            else if (reader.ValueTextEquals("payload"u8))
            {
                ReadPayload(ref reader, frame);
            }
            else
            {
                ReadHeaderMember(ref reader, frame); // flat, as the HTTP services write it
            }
        }
    }

    private void ReadHeader(ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            ReadHeaderMember(ref reader, frame);
        }
    }

    private void ReadHeaderMember(ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        if (reader.ValueTextEquals("code"u8))
        {
            reader.Read();
            Code = JsonRead.TextOrNull(ref reader) is { Length: > 0 } code && code != "0" ? code : null;
        }
        else if (reader.ValueTextEquals("message"u8))
        {
            reader.Read();
            Message = JsonRead.StringOrNull(ref reader);
        }
        else if (reader.ValueTextEquals("sid"u8))
        {
            reader.Read();
            Sid = JsonRead.TextOrNull(ref reader) is { Length: > 0 } sid ? sid : null;
        }
        else if (reader.ValueTextEquals("status"u8))
        {
            ReadStatus(ref reader);
        }
        else
        {
            ReadOther(ref reader, frame);
        }
    }

    private void ReadPayload(ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                ReadChoices(ref reader, frame);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                Usage = SparkUsageReader.Read(ref reader) ?? Usage;
            }
            else
            {
                ReadOther(ref reader, frame);
            }
        }
    }

    private void ReadChoices(ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
            {
                ReadTexts(ref reader, frame);
            }
            else if (reader.ValueTextEquals("seq"u8))
            {
                reader.Read();
                Sequence = JsonRead.Int64OrNull(ref reader);
            }
            else if (reader.ValueTextEquals("status"u8))
            {
                ReadStatus(ref reader);
            }
            else
            {
                ReadOther(ref reader, frame);
            }
        }
    }

    private void ReadTexts(ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        if (!JsonRead.EnterArray(ref reader))
        {
            return;
        }

        while (JsonRead.NextItem(ref reader))
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadText(ref reader, frame);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadText(ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
            {
                reader.Read();
                Text = Join(Text, JsonRead.StringOrNull(ref reader));
            }
            else if (reader.ValueTextEquals("reasoning_content"u8))
            {
                reader.Read();
                Reasoning = Join(Reasoning, JsonRead.StringOrNull(ref reader));
            }
            else if (reader.ValueTextEquals("function_call"u8))
            {
                ReadCall(ref reader);
            }
            else if (reader.ValueTextEquals("role"u8) || reader.ValueTextEquals("index"u8) || reader.ValueTextEquals("content_type"u8))
            {
                reader.Read();
                reader.Skip();
            }
            else
            {
                ReadOther(ref reader, frame);
            }
        }
    }

    private void ReadCall(ref Utf8JsonReader reader)
    {
        if (!JsonRead.EnterObject(ref reader))
        {
            return;
        }

        string? name = null;
        byte[] arguments = [];
        while (JsonRead.NextProperty(ref reader))
        {
            var isName = reader.ValueTextEquals("name"u8);
            var isArguments = reader.ValueTextEquals("arguments"u8);
            reader.Read();
            if (isName)
            {
                name = JsonRead.StringOrNull(ref reader);
            }
            else if (isArguments)
            {
                arguments = System.Text.Encoding.UTF8.GetBytes(reader.TokenType == JsonTokenType.String ? JsonRead.Text(ref reader) : JsonRead.Element(ref reader).GetRawText());
            }
            else
            {
                reader.Skip();
            }
        }

        if (!string.IsNullOrEmpty(name))
        {
            (Calls ??= []).Add((name, arguments));
        }
    }

    /// <summary>0 is the first, 1 one of the middle, 2 the last; words were seen in their place (protocols/spark.md §10).</summary>
    private void ReadStatus(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (JsonRead.TextOrNull(ref reader) is not { } status)
        {
            return;
        }

        IsLast |= status == "2";
        SaysSuccess |= status.Equals("success", StringComparison.OrdinalIgnoreCase);
        SaysFail |= status.StartsWith("fail", StringComparison.OrdinalIgnoreCase);
    }

    private void ReadOther(ref Utf8JsonReader reader, ReadOnlySpan<byte> frame)
    {
        var others = Others;
        _unknown.Read(ref reader, frame, ref others);
        Others = others;
    }

    private static string? Join(string? before, string? text) => string.IsNullOrEmpty(text) ? before : before + text;
}
