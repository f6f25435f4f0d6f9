using System.Text;

namespace OneApi.Client.Tests.Relays;

/// <summary>A body of each operation, as a client would write it.</summary>
internal static class RelayBodies
{
    public const string Form = "multipart/form-data; boundary=\"x-Bound ary_1\"";

    /// <summary>Gets a file with every byte in it, the bytes of a delimiter's beginning among them.</summary>
    public static byte[] Sound { get; } = [.. "RIFF"u8, .. Enumerable.Range(0, 256).Select(static value => (byte)value), .. "\r\n--x-Bound \r\n"u8];

    public static RelayRequest Of(string operation, string model = "m", bool events = false) => operation switch
    {
        RelayOperations.Speech => Json(operation, model, $$"""{ "model" : "{{model}}", "input":"Good morning to you", "voice":"alloy","odd": 1.50 {{(events ? ", \"stream_format\":\"sse\"" : "")}}}"""),
        RelayOperations.Moderations => Json(operation, model, $$"""{"input":["kind words","violence"],"model":"{{model}}"}"""),
        RelayOperations.Rerank => Json(operation, model, $$"""{"query":"red fish","documents":["blue bird","red fish",{"text":"a fish"}],"top_n":2,"model":"{{model}}"}"""),
        _ => new() { Operation = operation, Model = model, ContentType = Form, Body = FormOf(model, events) },
    };

    public static RelayRequest Json(string operation, string model, string body) => new() { Operation = operation, Model = model, Body = Encoding.UTF8.GetBytes(body) };

    public static byte[] FormOf(string model, bool events = false) =>
    [
        .. "--x-Bound ary_1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"spoken; odd.mp3\"\r\nContent-Type: audio/mpeg\r\n\r\n"u8,
        .. Sound,
        .. "\r\n--x-Bound ary_1\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n"u8,
        .. Encoding.UTF8.GetBytes(model),
        .. "\r\n--x-Bound ary_1\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nnames: Ann\r\n"u8,
        .. events ? "--x-Bound ary_1\r\nContent-Disposition: form-data; name=\"stream\"\r\n\r\ntrue\r\n"u8 : [],
        .. "--x-Bound ary_1--\r\n"u8,
    ];
}
