using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OneApi.Client.Tests.Servers;

/// <summary>An own redis-server on a free port of loopback, with its files in a folder of its own.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(20);
    private readonly string _directory = Directory.CreateTempSubdirectory("redis-").FullName;
    private readonly string[] _settings;
    private ServerProcess? _process;

    private RedisServer(int port, string[] settings)
    {
        Port = port;
        _settings = settings;
    }

    public static bool IsInstalled => ServerProcess.IsInstalled("redis-server") && ServerProcess.IsInstalled("redis-cli");

    public int Port { get; }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{Port}");

    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public bool IsRunning => _process is not null;

    /// <summary>Starts a server.</summary>
    /// <param name="appendOnly">Whether it keeps an append-only file.</param>
    /// <param name="settings">Further settings, as on the command line: <c>--maxmemory-policy</c>, <c>allkeys-lru</c>.</param>
    public static async Task<RedisServer> StartAsync(bool appendOnly = false, params string[] settings)
    {
        var server = new RedisServer(ServerProcess.FreePort(10_000), ["--appendonly", appendOnly ? "yes" : "no", .. settings]);
        await server.StartAgainAsync();
        return server;
    }

    public async Task StartAgainAsync()
    {
        Launch();
        await WaitUntilReadyAsync();
    }

    public void Launch() => _process = ServerProcess.Start(
        Path.Combine(_directory, "log"),
        [
            "redis-server", "--port", Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", _directory, "--save", string.Empty,
            "--appendfsync", "everysec", "--repl-diskless-sync-delay", "0", "--repl-ping-replica-period", "1", .. _settings,
        ],
        _directory);

    /// <summary>Ends it at once, as a crash does.</summary>
    public void Kill()
    {
        _process!.Kill();
        Forget();
    }

    /// <summary>Ends it in order.</summary>
    public void Stop()
    {
        _process!.Stop();
        Forget();
    }

    public void Pause() => _process!.Pause();

    public void Resume() => _process!.Resume();

    /// <summary>Sends a command through redis-cli and gives what it prints.</summary>
    public async Task<string> CommandAsync(params string[] arguments)
    {
        using var client = Process.Start(new ProcessStartInfo("redis-cli", ["-p", Port.ToString(CultureInfo.InvariantCulture), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = client.StandardError.ReadToEndAsync();
        var text = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return (text + await error).Trim();
    }

    public async Task WaitUntilReadyAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (Stopwatch.GetElapsedTime(started) > ReadyLimit)
            {
                throw new InvalidOperationException($"redis-server on port {Port} did not start: {await File.ReadAllTextAsync(Path.Combine(_directory, "log"))}");
            }

            await Task.Delay(20);
        }
    }

    public ValueTask DisposeAsync()
    {
        Forget();
        try
        {
            Directory.Delete(_directory, recursive: true);
        }
        catch (IOException)
        {
            // a temp folder that can't be deleted yet harms nobody
        }

        return ValueTask.CompletedTask;
    }

    private void Forget()
    {
        _process?.Dispose();
        _process = null;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            await using var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            var buffer = new byte[64];
            var count = await stream.ReadAsync(buffer);
            return Encoding.ASCII.GetString(buffer, 0, count).StartsWith("+PONG", StringComparison.Ordinal);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return false;
        }
    }
}
