using System.Text.RegularExpressions;

namespace OneApi.Client.Tests.Docs;

/// <summary>The README and the pages of the documentation, with the code that stands in them.</summary>
internal static partial class DocPages
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every fenced block of a language, named by its page and number.</summary>
    public static IEnumerable<(string Name, string Code)> Blocks(string language)
    {
        foreach (var page in Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Root, "README.md")).Order(StringComparer.Ordinal))
        {
            var number = 0;
            foreach (Match block in Fence().Matches(File.ReadAllText(page)))
            {
                if (block.Groups[1].Value == language)
                {
                    yield return ($"{Path.GetRelativePath(Root, page)}#{++number}", block.Groups[2].Value);
                }
            }
        }
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "OneApi.Client.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }

    [GeneratedRegex("^```(\\w+)\\r?\\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
