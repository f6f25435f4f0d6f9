using System.Text;

namespace OneApi.Client.Testing.Images;

/// <summary>A <c>multipart/form-data</c> body as a server reads it (RFC 7578).</summary>
internal sealed class MultipartForm
{
    private MultipartForm(List<MultipartPart> parts) => Parts = parts;

    public List<MultipartPart> Parts { get; }

    /// <summary>The form, or null when the body is none.</summary>
    public static MultipartForm? Read(FakeRequest request)
    {
        const string Start = "multipart/form-data; boundary=";
        if (request.Headers.GetValueOrDefault("Content-Type") is not { } type || !type.StartsWith(Start, StringComparison.Ordinal))
        {
            return null;
        }

        var boundary = Encoding.ASCII.GetBytes("--" + type[Start.Length..].Trim('"'));
        var body = request.Body.Span;
        var parts = new List<MultipartPart>();
        if (!body.StartsWith(boundary))
        {
            return null;
        }

        while (true)
        {
            body = body[boundary.Length..];
            if (body.StartsWith("--"u8))
            {
                return new(parts);
            }

            var head = body.IndexOf("\r\n\r\n"u8);
            byte[] next = [.. "\r\n"u8, .. boundary];
            if (head < 0 || body[(head + 4)..].IndexOf(next) is not (>= 0 and var length))
            {
                return null;
            }

            parts.Add(MultipartPart.Of(Encoding.UTF8.GetString(body[..head]), body.Slice(head + 4, length).ToArray()));
            body = body[(head + 4 + length + 2)..];
        }
    }

    public string? Text(string name) => Parts.Find(part => part.Name == name && part.FileName is null)?.Text;

    public MultipartPart? File(string name) => Parts.Find(part => part.Name == name && part.FileName is not null);
}
