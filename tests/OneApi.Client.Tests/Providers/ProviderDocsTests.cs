using OneApi.Client.Protocols;
using OneApi.Client.Providers;
using Xunit;

namespace OneApi.Client.Tests.Providers;

/// <summary>The table of docs/providers/openai-compatible.md is the catalogue's: a change of one is a change of both.</summary>
public class ProviderDocsTests
{
    [Fact]
    public void OpenAICompatiblePage_ListsEveryRowOfTheWire()
    {
        var written = File.ReadAllLines(Path.Combine(Root(), "docs", "providers", "openai-compatible.md"))
            .Where(static line => line.StartsWith("| `", StringComparison.Ordinal) && line.Count(static c => c == '|') == 7);

        var expected = ProviderCatalogue.All.SelectMany(static row => row.Wires.Where(static wire => wire.Protocol == "chat-completions").Select(wire => Line(row, wire))).Distinct();

        Assert.Equal(expected, written);
    }

    private static string Line(ProviderDefinition row, ProviderWire wire)
    {
        var key = row.EnvironmentVariables is [var variable, ..] && (row.EnvironmentWire is null || row.EnvironmentWire == wire.Name) ? $"`{variable}`" : row.RequiresKey ? "–" : "no key needed";
        var address = wire.BaseUrl is null ? "yours" : $"`{wire.BaseUrl}`";
        return $"| `{row.Id}` | {address} | {key} | `{wire.Profile.MaxTokensField}` | {Reasoning(wire.Profile)} | {(wire.Embeddings ? "yes" : "–")} |";
    }

    /// <summary>The members by which the wire, or one of its models, is told how much to think.</summary>
    private static string Reasoning(WireProfile profile)
    {
        var members = profile.Variants.Select(static variant => variant.Profile).Prepend(profile).SelectMany(Members).Distinct().ToArray();
        return members.Length == 0 ? "–" : string.Join(", ", members);
    }

    private static IEnumerable<string> Members(WireProfile profile)
    {
        if (profile.ThinkingSwitch != ThinkingSwitch.None)
        {
            yield return profile.ThinkingSwitch == ThinkingSwitch.Flag ? "`enable_thinking`" : "`thinking`";
        }

        if (profile.ReasoningEffort)
        {
            yield return profile.ReasoningObject ? "`reasoning.effort`" : "`reasoning_effort`";
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OneApi.Client.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The repository was not found above the tests.");
    }
}
