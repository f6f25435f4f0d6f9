using System.Diagnostics;

namespace OneApi.Client.EndToEnd.Tests;

/// <summary>The story's day, as its sample plays it: the report of each customer adds up to what the providers have counted themselves.</summary>
public sealed class UsageReportTests
{
    [Fact]
    public async Task TheDay_AddsUp_ToTheMicroDollar()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", BuiltProgram.PathOf("samples", "UsageReport"), "600"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, text);
        Assert.Contains("customer-12", text, StringComparison.Ordinal);
        Assert.Contains("Every sum is the same, to the micro-dollar.", text, StringComparison.Ordinal);
    }
}
