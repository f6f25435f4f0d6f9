// Runs a streamed and a whole call through the gateway in native code, against a server of a few lines on loopback.
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

const string Whole = """{"id":"a","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"whole"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""";
const string Stream = "data: {\"id\":\"a\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"streamed\"},\"finish_reason\":null}]}\n\ndata: {\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

using var listener = new TcpListener(IPAddress.Loopback, 0);
listener.Start();
var server = ServeAsync(listener);

var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
{
    ["OneApi:DefaultModel"] = "m",
    ["OneApi:Channels:0:Name"] = "aot",
    ["OneApi:Channels:0:Provider"] = "openai-compatible",
    ["OneApi:Channels:0:BaseUrl"] = $"http://{listener.LocalEndpoint}/v1",
}).Build();

var services = new ServiceCollection();
services.AddOneApi(configuration);
await using var provider = services.BuildServiceProvider();
var client = provider.GetRequiredService<IChatClient>();

var whole = await client.GetResponseAsync("hello");
var streamed = await client.GetStreamingResponseAsync("hello").ToChatResponseAsync();
Console.WriteLine($"{whole.Text} {streamed.Text}");
return whole.Text == "whole" && streamed.Text == "streamed" ? 0 : 1;

static async Task ServeAsync(TcpListener listener)
{
    while (true)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        await using var stream = connection.GetStream();
        var request = await ReadRequestAsync(stream);
        var (type, body) = request.Contains("\"stream\":true", StringComparison.Ordinal) ? ("text/event-stream", Stream) : ("application/json", Whole);
        var answer = $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
    }
}

static async Task<string> ReadRequestAsync(NetworkStream stream)
{
    var buffer = new byte[16384];
    var text = new StringBuilder();
    while (true)
    {
        text.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer)));
        var all = text.ToString();
        var head = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head > 0 && all.Length - head - 4 >= LengthOf(all))
        {
            return all;
        }
    }
}

static int LengthOf(string request)
{
    const string Header = "Content-Length:";
    var at = request.IndexOf(Header, StringComparison.OrdinalIgnoreCase);
    return at < 0 ? 0 : int.Parse(request.AsSpan(at + Header.Length, request.IndexOf('\r', at) - at - Header.Length), System.Globalization.CultureInfo.InvariantCulture);
}
