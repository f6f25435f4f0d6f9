using System.Buffers;
using System.Text.Json;

namespace OneApi.Client.AspNetCore.Dialects;

/// <summary>Cuts the members that are the gateway's own out of a body; every other byte stays as it is.</summary>
internal static class OwnMembers
{
    /// <summary>The body without <c>fallbacks</c> and <c>group</c>: the same memory where it has neither.</summary>
    /// <param name="body">One JSON object.</param>
    public static ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> body)
    {
        var cuts = Find(body.Span);
        if (cuts is null)
        {
            return body;
        }

        var rest = new ArrayBufferWriter<byte>(body.Length);
        var at = 0;
        foreach (var (start, end) in cuts)
        {
            rest.Write(body.Span[at..start]);
            at = end;
        }

        rest.Write(body.Span[at..]);
        return rest.WrittenMemory;
    }

    /// <summary>What to cut, in order: a member with the comma before it, or with the one behind it where nothing that stays stands before it.</summary>
    private static List<(int Start, int End)>? Find(ReadOnlySpan<byte> body)
    {
        List<(int Start, int End)>? cuts = null;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        var anyKept = false;
        var wasCut = false;
        var lastEnd = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isOwn = reader.ValueTextEquals("fallbacks"u8) || reader.ValueTextEquals("group"u8);
            if (wasCut && !anyKept)
            {
                cuts![^1] = (cuts[^1].Start, start);
            }

            reader.Read();
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            if (isOwn)
            {
                (cuts ??= []).Add((anyKept ? lastEnd : start, end));
            }

            anyKept |= !isOwn;
            wasCut = isOwn;
            lastEnd = end;
        }

        return cuts;
    }
}
