using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OneApi.Client.EndToEnd.Tests.GatewayHost;

/// <summary>An OpenAI-compatible provider that answers one streamed chat: the first words at once, the rest when the test lets it.</summary>
internal sealed class HeldOpenAI : IAsyncDisposable
{
    public const string FirstWords = "Half of it";
    public const string LastWords = ", and the other half.";
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _serving;

    public HeldOpenAI()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/v1");

    /// <summary>Lets the rest go.</summary>
    public void Release() => _released.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        try
        {
            await _serving;
        }
        catch (Exception error) when (error is SocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // it waited for somebody
        }

        _end.Dispose();
    }

    private static string Event(string delta, string finish) =>
        $$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"held","choices":[{"index":0,"delta":{{delta}},"finish_reason":{{finish}}}]}""" + "\n\n";

    private async Task ServeAsync()
    {
        using var connection = await _listener.AcceptTcpClientAsync(_end.Token);
        var network = connection.GetStream();
        await ReadRequestAsync(network);
        await WriteAsync(network, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + Event($$"""{"role":"assistant","content":"{{FirstWords}}"}""", "null"));
        await _released.Task.WaitAsync(_end.Token);
        await WriteAsync(network, Event($$"""{"content":"{{LastWords}}"}""", "null") + Event("{}", "\"stop\"") + "data: [DONE]\n\n");
    }

    private async Task WriteAsync(NetworkStream network, string text)
    {
        await network.WriteAsync(Encoding.UTF8.GetBytes(text), _end.Token);
        await network.FlushAsync(_end.Token);
    }

    /// <summary>The head and the body of its length.</summary>
    private async Task ReadRequestAsync(NetworkStream network)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            text.Append(Encoding.Latin1.GetString(buffer, 0, await network.ReadAsync(buffer, _end.Token)));
            var request = text.ToString();
            var head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var length = request.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
            if (head >= 0 && length >= 0 && request.Length >= head + 4 + int.Parse(request.AsSpan(length + 16, request.IndexOf('\r', length) - length - 16), CultureInfo.InvariantCulture))
            {
                return;
            }
        }
    }
}
