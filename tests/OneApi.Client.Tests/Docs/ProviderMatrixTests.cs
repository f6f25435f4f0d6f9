using OneApi.Client.Providers;

namespace OneApi.Client.Tests.Docs;

public class ProviderMatrixTests
{
    /// <summary>Set to 1, the test writes the page instead of comparing it.</summary>
    private const string Write = "ONEAPI_WRITE_DOCS";

    private static string Page => Path.Combine(DocPages.Root, "docs", "providers", "README.md");

    [Fact]
    public void ThePageOfProviders_IsWhatTheCatalogueSays()
    {
        var expected = ProviderMatrix.Make();
        if (Environment.GetEnvironmentVariable(Write) == "1")
        {
            File.WriteAllText(Page, expected);
        }

        Assert.True(File.ReadAllText(Page) == expected, $"docs/providers/README.md is not what the catalogue says; run the test with {Write}=1 and look at the difference.");
    }

    [Fact]
    public void EveryProvider_HasAPage_WithTheSameHeadings()
    {
        string[] headings = ["## What it covers", "## Configuration", "## Authentication", "## Mapping", "## Quirks", "## Errors", "## What it will not do"];
        var wrong = ProviderCatalogue.All
            .Select(row => (row.Id, Path: Path.Combine(DocPages.Root, "docs", "providers", row.Id + ".md")))
            .Where(page => !File.Exists(page.Path) || !File.ReadAllLines(page.Path).Where(static line => line.StartsWith("## ", StringComparison.Ordinal)).Take(headings.Length).SequenceEqual(headings))
            .Select(static page => page.Id);

        Assert.Empty(wrong);
    }
}
