using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace OneApi.Client.EndToEnd.Tests.GatewayHost;

/// <summary>
/// samples/Gateway as a process of its own, on a port that the system chooses, with its files in a folder of the test. A shell between holds a
/// pipe to the test: when the test ends, however it ends, the gateway is killed.
/// </summary>
internal sealed class GatewayHostProcess : IAsyncDisposable
{
    private const int Terminate = 15;
    private const string Watch = "exec 3<&0; \"$@\" </dev/null 3<&- & child=$!; echo \"pid $child\"; { cat <&3; kill -9 $child; } >/dev/null 2>&1 & wait $child";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);
    private static readonly string[] Cleared = ["REDIS_URL", "PORT", "THEME", "TZ", "ONEAPI_DATA", "ONEAPI_KEY_FOLDER", "ONEAPI_ADMIN_KEY", "ONEAPI_LOG_LEVEL", "OTEL_EXPORTER_OTLP_ENDPOINT", "ASPNETCORE_URLS", "DOTNET_RUNNING_IN_CONTAINER"];
    private readonly Process _shell;
    private readonly Task _reading;
    private readonly Lock _lock = new();
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<int> _id = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<(string Text, TaskCompletionSource<string> Found)> _awaited = [];

    private GatewayHostProcess(Process shell)
    {
        _shell = shell;
        _reading = ReadAsync();
    }

    /// <summary>Gets everything that was printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Gets the address that was printed; set when it is ready.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Starts it, and does not wait.</summary>
    /// <param name="folder">Its content root; its data folder is <c>data</c> in there.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Further environment variables.</param>
    public static GatewayHostProcess Launch(string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        string[] address = arguments.Contains("--urls") || environment.Any(static variable => variable.Name == "PORT") ? [] : ["--urls", "http://127.0.0.1:0"];
        foreach (var argument in (string[])["-c", Watch, "sh", "dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "Gateway.dll"), "--contentRoot", folder, .. address, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in Cleared)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new(Process.Start(start)!);
    }

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<GatewayHostProcess> StartAsync(string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        var process = Launch(folder, arguments, environment);
        var line = await process.LineAsync("The gateway is ready: ");
        process.Url = new(line[line.IndexOf("http", StringComparison.Ordinal)..]);
        await process.LineAsync("Ctrl+C stops it");
        return process;
    }

    /// <summary>Waits for a line that contains a text, also one that was printed before.</summary>
    public Task<string> LineAsync(string text)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (LineOf(text) is { } line)
            {
                return Task.FromResult(line);
            }

            _awaited.Add((text, found));
        }

        return found.Task.WaitAsync(Bound, TestContext.Current.CancellationToken);
    }

    /// <summary>The first line that was printed so far and contains a text, or null.</summary>
    public string? LineOf(string text) => Output.Split('\n').FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Sends SIGTERM, as orchestrators and <c>systemctl stop</c> do.</summary>
    public async Task TerminateAsync() => _ = SendSignal(await _id.Task.WaitAsync(Bound, TestContext.Current.CancellationToken), Terminate);

    /// <summary>Waits for its end, and gives its exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(Bound);
        await _shell.WaitForExitAsync(bound.Token);
        await _reading.WaitAsync(bound.Token);
        return _shell.ExitCode;
    }

    public async Task<int> StopAsync()
    {
        await TerminateAsync();
        return await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        await _reading;
        _shell.Dispose();
    }

    private async Task ReadAsync()
    {
        await Task.WhenAll(ReadAsync(_shell.StandardOutput), ReadAsync(_shell.StandardError));
        lock (_lock)
        {
            foreach (var awaited in _awaited)
            {
                awaited.Found.TrySetException(new InvalidOperationException($"The gateway ended without '{awaited.Text}': {_output}"));
            }

            _id.TrySetException(new InvalidOperationException("The gateway did not start."));
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("pid ", StringComparison.Ordinal))
            {
                _id.TrySetResult(int.Parse(line[4..], CultureInfo.InvariantCulture));
                continue;
            }

            lock (_lock)
            {
                _output.Append(line).Append('\n');
                foreach (var awaited in _awaited.Where(awaited => line.Contains(awaited.Text, StringComparison.Ordinal)).ToArray())
                {
                    awaited.Found.TrySetResult(line);
                    _awaited.Remove(awaited);
                }
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
