using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace OneApi.Client.Protocols;

/// <summary>Writes a <c>multipart/form-data</c> body (RFC 7578): names in quotes, which some servers insist on.</summary>
internal sealed class FormWriter
{
    private readonly ArrayBufferWriter<byte> _body = new(1024);
    private readonly string _boundary = "oneapi-" + RandomNumberGenerator.GetHexString(32, lowercase: true); // can't stand in the parts by accident

    public string ContentType => "multipart/form-data; boundary=" + _boundary;

    public void Text(string name, string value)
    {
        Head(name, null, null);
        _body.Write(Encoding.UTF8.GetBytes(value));
        _body.Write("\r\n"u8);
    }

    public void File(string name, string fileName, string mediaType, ReadOnlySpan<byte> data)
    {
        Head(name, fileName, mediaType);
        _body.Write(data);
        _body.Write("\r\n"u8);
    }

    public ReadOnlyMemory<byte> Complete()
    {
        _body.Write(Encoding.UTF8.GetBytes($"--{_boundary}--\r\n"));
        return _body.WrittenMemory;
    }

    private void Head(string name, string? fileName, string? mediaType)
    {
        var head = new StringBuilder($"--{_boundary}\r\nContent-Disposition: form-data; name=\"{Quoted(name)}\"");
        if (fileName is not null)
        {
            head.Append("; filename=\"").Append(Quoted(fileName)).Append('"');
        }

        if (mediaType is not null)
        {
            head.Append("\r\nContent-Type: ").Append(mediaType);
        }

        _body.Write(Encoding.UTF8.GetBytes(head.Append("\r\n\r\n").ToString()));
    }

    private static string Quoted(string name) => name
        .Replace("\"", "%22", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal)
        .Replace("\n", "%0A", StringComparison.Ordinal);
}
