using System.Collections.Concurrent;
using System.Text;

[assembly: AssemblyFixture(typeof(OneApi.Client.Conformance.Tests.Results))]

namespace OneApi.Client.Conformance.Tests;

/// <summary>The table of provider × case: ✓ held, – lacking at the vendor as the catalogue declares and reported to the caller, ✗ broken. Written beside the tests when all have run.</summary>
public sealed class Results : IDisposable
{
    private const string Held = "✓";
    private const string Lacking = "–";
    private const string Broken = "✗";
    private static readonly ConcurrentDictionary<(string Subject, string Case), string> Seen = new();

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "conformance.txt");

    /// <summary>Runs a case and notes how it went; a case that broke through one door stays broken.</summary>
    internal static async Task RunAsync(Subject subject, string name, bool isOffered, Func<Task> run)
    {
        try
        {
            await run();
            Seen.TryAdd((subject.Name, name), isOffered ? Held : Lacking);
        }
        catch
        {
            Seen[(subject.Name, name)] = Broken;
            throw;
        }
    }

    public void Dispose()
    {
        string[] cases = [.. Seen.Keys.Select(static key => key.Case).Distinct().Order(StringComparer.Ordinal)];
        string[] subjects = [.. Seen.Keys.Select(static key => key.Subject).Distinct().Order(StringComparer.Ordinal)];
        if (subjects.Length == 0)
        {
            return;
        }

        var width = subjects.Max(static subject => subject.Length);
        var table = new StringBuilder("Conformance: provider × case (✓ held, – the vendor lacks it and the caller is told, ✗ broken)\n\n");
        for (var i = 0; i < cases.Length; i++)
        {
            table.Append(' ', width).Append(string.Concat(Enumerable.Repeat(" │", i))).Append(" ┌ ").AppendLine(cases[i]);
        }

        foreach (var subject in subjects)
        {
            table.Append(subject.PadRight(width));
            foreach (var one in cases)
            {
                table.Append(' ').Append(Seen.GetValueOrDefault((subject, one), " "));
            }

            table.AppendLine();
        }

        File.WriteAllText(Path, table.ToString());
    }
}
