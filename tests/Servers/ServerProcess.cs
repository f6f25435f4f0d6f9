using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace OneApi.Client.Tests.Servers;

/// <summary>
/// A server that a test starts, on loopback. A shell between holds the other end of a pipe: when the test process ends, however it ends, the
/// pipe closes and the shell kills the server.
/// </summary>
internal sealed class ServerProcess : IDisposable
{
    private const int Kill9 = 9;
    private const int Terminate = 15;
    private const int Continue = 18;
    private const int StopSignal = 19;
    private const string Watch = "exec 3<&0 2>/dev/null; log=$1; shift; \"$@\" </dev/null 3<&- >>\"$log\" 2>&1 & echo $!; cat <&3 >/dev/null; kill -9 $! 2>/dev/null; wait $!";
    private readonly Process _shell;

    private ServerProcess(Process shell, int id)
    {
        _shell = shell;
        Id = id;
    }

    public int Id { get; }

    public static ServerProcess Start(string logFile, IEnumerable<string> command, string? directory = null)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = directory ?? string.Empty };
        foreach (var argument in (IEnumerable<string>)["-c", Watch, "sh", logFile, .. command])
        {
            start.ArgumentList.Add(argument);
        }

        var shell = Process.Start(start)!;
        return new(shell, int.Parse(shell.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
    }

    /// <summary>Finds ports that nobody listens on; for each also the one that is <paramref name="second"/> above it, where that is not 0.</summary>
    public static int FreePort(int second = 0)
    {
        while (true)
        {
            var port = Random.Shared.Next(11_000, 21_000);
            if (IsFree(port) && (second == 0 || IsFree(port + second)))
            {
                return port;
            }
        }
    }

    public static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    public void Kill()
    {
        Signal(Kill9);
        WaitForEnd();
    }

    public void Stop()
    {
        Signal(Terminate);
        WaitForEnd();
    }

    public void Pause() => Signal(StopSignal);

    public void Resume() => Signal(Continue);

    public void Dispose()
    {
        if (!_shell.HasExited)
        {
            _shell.StandardInput.Close(); // the shell kills the server and ends
            _shell.WaitForExit();
        }

        _shell.Dispose();
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void WaitForEnd()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
    }

    private void Signal(int number) => _ = SendSignal(Id, number);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
