using System.Collections.Concurrent;
using System.Text;

[assembly: AssemblyFixture(typeof(OneApi.Client.Conformance.Tests.Results))]

namespace OneApi.Client.Conformance.Tests;

/// <summary>The tables of provider × case: ✓ held, – lacking at the vendor as the catalogue declares and reported to the caller, ✗ broken. Written beside the tests when all have run.</summary>
public sealed class Results : IDisposable
{
    private const string Held = "✓";
    private const string Lacking = "–";
    private const string Broken = "✗";
    private const string Chat = "Conformance: provider × case (✓ held, – the vendor lacks it and the caller is told, ✗ broken)";
    private const string Images = "Images: provider × case";
    private static readonly ConcurrentDictionary<(string Table, string Subject, string Case), string> Seen = new();

    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "conformance.txt");

    /// <summary>Runs a case and notes how it went; a case that broke through one door stays broken.</summary>
    internal static Task RunAsync(Subject subject, string name, bool isOffered, Func<Task> run) => RunAsync((Chat, subject.Name, name), isOffered, run);

    internal static Task RunAsync(ImageSubject subject, string name, bool isOffered, Func<Task> run) => RunAsync((Images, subject.Name, name), isOffered, run);

    public void Dispose()
    {
        string[] tables = [.. Seen.Keys.Select(static key => key.Table).Distinct().Order(StringComparer.Ordinal)];
        if (tables.Length > 0)
        {
            File.WriteAllText(Path, string.Join(Environment.NewLine, tables.Select(Write)));
        }
    }

    private static async Task RunAsync((string Table, string Subject, string Case) key, bool isOffered, Func<Task> run)
    {
        try
        {
            await run();
            Seen.TryAdd(key, isOffered ? Held : Lacking);
        }
        catch
        {
            Seen[key] = Broken;
            throw;
        }
    }

    private static string Write(string name)
    {
        var keys = Seen.Keys.Where(key => key.Table == name).ToArray();
        string[] cases = [.. keys.Select(static key => key.Case).Distinct().Order(StringComparer.Ordinal)];
        string[] subjects = [.. keys.Select(static key => key.Subject).Distinct().Order(StringComparer.Ordinal)];
        var width = subjects.Max(static subject => subject.Length);
        var table = new StringBuilder(name + "\n\n");
        for (var i = 0; i < cases.Length; i++)
        {
            table.Append(' ', width).Append(string.Concat(Enumerable.Repeat(" │", i))).Append(" ┌ ").AppendLine(cases[i]);
        }

        foreach (var subject in subjects)
        {
            table.Append(subject.PadRight(width));
            foreach (var one in cases)
            {
                table.Append(' ').Append(Seen.GetValueOrDefault((name, subject, one), " "));
            }

            table.AppendLine();
        }

        return table.ToString();
    }
}
