using System.Buffers;
using System.Text.Json;

namespace OneApi.Client.Protocols;

/// <summary>One HTTP request of a wire that needs more than one kind of them.</summary>
internal sealed record WireMessage
{
    public required string Url { get; init; }

    public required HttpMethod Method { get; init; }

    /// <summary>Gets the body; null for none.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    public string? ContentType { get; init; }

    public string Accept { get; init; } = "application/json";

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static WireMessage Get(string url) => new() { Url = url, Method = HttpMethod.Get };

    public static WireMessage Post(string url) => new() { Url = url, Method = HttpMethod.Post, Body = ReadOnlyMemory<byte>.Empty };

    public static WireMessage Json(string url, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(body, JsonWrite.WriterOptions))
        {
            write(writer);
        }

        return new() { Url = url, Method = HttpMethod.Post, Body = body.WrittenMemory, ContentType = "application/json" };
    }

    public static WireMessage Form(string url, FormWriter form) => new() { Url = url, Method = HttpMethod.Post, Body = form.Complete(), ContentType = form.ContentType };
}
