using System.Diagnostics;

namespace OneApi.Client.Sdks.Tests.Node;

/// <summary>Runs a program to its end within a bound.</summary>
internal static class NodeProcess
{
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string program, IEnumerable<string> arguments, string folder, Dictionary<string, string> environment, TimeSpan bound, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() && program == "npm" ? "npm.cmd" : program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        // The SDKs read these where the code names nothing: only what the test says may count.
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("OPENAI_", StringComparison.Ordinal) || name.StartsWith("ANTHROPIC_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        using var process = Process.Start(start)!;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ended.CancelAfter(bound);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(ended.Token);
            var errors = process.StandardError.ReadToEndAsync(ended.Token);
            await process.WaitForExitAsync(ended.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
