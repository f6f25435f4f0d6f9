using System.Text.Json.Nodes;

namespace OneApi.Client.Testing.Serving;

/// <summary>An answer ready to be sent: either one body or stream events.</summary>
internal sealed class WireAnswer
{
    private WireAnswer(int status, string contentType)
    {
        Status = status;
        ContentType = contentType;
    }

    public int Status { get; }

    public string ContentType { get; }

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public ReadOnlyMemory<byte> Body { get; private init; }

    /// <summary>Gets the stream's events; <see langword="null"/> for one body.</summary>
    public IEnumerable<StreamFrame>? Frames { get; private init; }

    public static WireAnswer Json(JsonNode body, string contentType = "application/json", int status = 200)
        => new(status, contentType) { Body = WireJson.ToUtf8(body) };

    public static WireAnswer Raw(int status, string contentType, ReadOnlyMemory<byte> body)
        => new(status, contentType) { Body = body };

    public static WireAnswer Stream(string contentType, IEnumerable<StreamFrame> frames)
        => new(200, contentType) { Frames = frames };

    public WireAnswer With(IEnumerable<KeyValuePair<string, string>> headers)
    {
        foreach (var (name, value) in headers)
        {
            Headers[name] = value;
        }

        return this;
    }
}
