using System.Buffers.Text;
using OneApi.Client.Errors;
using OneApi.Client.Protocols.OpenAI;

namespace OneApi.Client.Protocols.DashScope;

/// <summary>
/// Reads error bodies: the native envelope, the compatible one (they mix in practice), and either framed as an event, whatever the
/// content type says (protocols/qwen.md §5, §9).
/// </summary>
internal static class DashScopeErrorReader
{
    public static ProviderFault Read(int? status, ReadOnlySpan<byte> body)
    {
        body = body.TrimStart("\uFEFF \t\r\n"u8);
        if (FirstData(body, out var stated) is { Length: > 0 } data)
        {
            body = data;
            status = status is null or 200 ? stated ?? status : status;
        }

        var fault = OpenAIErrorReader.Read(status, body);
        return fault.Status is null or 200 && PrefixStatus(fault.Message) is { } prefix ? fault with { Status = prefix } : fault;
    }

    /// <summary>The payload of the first event of a body that is framed as one, and the status that its comment states.</summary>
    private static ReadOnlySpan<byte> FirstData(ReadOnlySpan<byte> body, out int? status)
    {
        status = null;
        if (body.IsEmpty || body[0] is (byte)'{' or (byte)'[' or (byte)'"' or (byte)'<')
        {
            return [];
        }

        foreach (var range in body.SplitAny("\r\n"u8))
        {
            var line = body[range];
            if (line.StartsWith("data:"u8))
            {
                return line["data:"u8.Length..].Trim((byte)' ');
            }

            if (line.StartsWith(":HTTP_STATUS/"u8))
            {
                status = StatusIn(line[":HTTP_STATUS/"u8.Length..]) ?? status;
            }
            else if (line.StartsWith("status:"u8))
            {
                status = StatusIn(line["status:"u8.Length..].TrimStart((byte)' ')) ?? status;
            }
        }

        return [];
    }

    private static int? StatusIn(ReadOnlySpan<byte> digits) =>
        Utf8Parser.TryParse(digits, out int status, out _) && status is >= 400 and <= 599 ? status : null;

    /// <summary>A message may begin with the status that an inner server gave: <c>&lt;400&gt; InternalError.Algo.InvalidParameter: …</c>.</summary>
    private static int? PrefixStatus(string? message) =>
        message is ['<', _, _, _, '>', ..] && int.TryParse(message.AsSpan(1, 3), out var status) && status is >= 400 and <= 599 ? status : null;
}
