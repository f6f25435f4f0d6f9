using System.Diagnostics;
using System.Globalization;

namespace OneApi.Client.EntityFrameworkCore.Tests;

/// <summary>A second process on the stores. It ends with the test: its input is a pipe from here.</summary>
public sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    public static Child Start(string engine, string connection, string mode, string account, int callers, long amount)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "StoreChild.dll"), engine, connection, mode, account, callers.ToString(CultureInfo.InvariantCulture), amount.ToString(CultureInfo.InvariantCulture)])
        {
            start.ArgumentList.Add(argument);
        }

        return new(Process.Start(start)!);
    }

    public async Task ReadyAsync(CancellationToken cancellationToken) => Assert.Equal("ready", await ReadAsync(cancellationToken));

    public void Go() => _process.StandardInput.WriteLine();

    public ValueTask<string?> ReadAsync(CancellationToken cancellationToken) => _process.StandardOutput.ReadLineAsync(cancellationToken);

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }
}
