using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace OneApi.Client.Testing.Tests;

/// <summary>A client that is nothing but a socket: it sees the answer as it is on the wire.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly StringBuilder _read = new();
    private readonly byte[] _buffer = new byte[65536];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Gets all that has been read so far, as Latin-1: one character for each byte.</summary>
    public string Read => _read.ToString();

    public static async Task<RawClient> PostAsync(string url, string path, string body)
    {
        var client = new RawClient();
        var address = new Uri(url);
        await client._client.ConnectAsync(address.Host, address.Port, Stop);
        await client.SendAsync(path, body);
        return client;
    }

    public async Task SendAsync(string path, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = string.Create(CultureInfo.InvariantCulture, $"POST {path} HTTP/1.1\r\nHost: wall\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length}\r\n\r\n");
        await _client.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. bytes], Stop);
    }

    /// <summary>Reads until the text has come, or the other side has closed.</summary>
    public async Task<string> ReadUntilAsync(string text)
    {
        while (!Read.Contains(text, StringComparison.Ordinal))
        {
            var count = await _client.GetStream().ReadAsync(_buffer, Stop).AsTask().WaitAsync(Http.Bound, Stop);
            if (count == 0)
            {
                break;
            }

            _read.Append(Encoding.Latin1.GetString(_buffer, 0, count));
        }

        return Read;
    }

    public Task<string> ReadToEndAsync() => ReadUntilAsync("\0 nothing says this");

    public void Dispose() => _client.Dispose();
}
