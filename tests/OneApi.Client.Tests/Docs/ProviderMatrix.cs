using System.Text;
using OneApi.Client.Providers;

namespace OneApi.Client.Tests.Docs;

/// <summary>The page of provider × capability, made of the catalogue.</summary>
internal static class ProviderMatrix
{
    public static string Make()
    {
        var page = new StringBuilder("""
            # Providers

            Every provider of the catalogue, each way to speak to it (`Protocol`, the default first), how a channel proves itself (`Authentication`, the first whose keys the channel holds), and what the vendor's wire offers. This page is made of the catalogue, and a test holds it to it; the conformance suite runs every cell against the provider's fake.

            ✓ offered · – not offered by the vendor: a request that asks for it gets a warning (`Strict` refuses it), or, for embeddings and images, no channel.

            | id | provider | protocol | authentication | chat | tools | several calls | JSON | JSON schema | stop | says "length" | embeddings | images |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |

            """.ReplaceLineEndings("\n"));
        foreach (var row in ProviderCatalogue.All)
        {
            foreach (var wire in row.Wires)
            {
                page.Append(Line(row, wire)).Append('\n');
            }
        }

        return page.ToString();
    }

    private static string Line(ProviderDefinition row, ProviderWire wire)
    {
        var schemes = string.Join(", ", wire.Schemes.Select(static scheme => $"`{scheme}`"));
        return $"| {Link(row.Id)} | {row.DisplayName} | `{wire.Name}` | {schemes}{(row.RequiresKey ? "" : " (no key needed)")} | {Mark(wire.Protocol is not null)} | {string.Join(" | ", Chat(wire))} | {Mark(wire.Embeddings)} | {Mark(wire.Images is not null)} |";
    }

    private static IEnumerable<string> Chat(ProviderWire wire)
    {
        var profile = wire.Profile;
        bool[] offered = [profile.Tools, profile.Tools && profile.ParallelTools, profile.JsonObject, profile.JsonSchema, profile.Stop, profile.TellsLength];
        return offered.Select(one => wire.Protocol is null ? "" : Mark(one));
    }

    private static string Mark(bool isOffered) => isOffered ? "✓" : "–";

    private static string Link(string id) => File.Exists(Path.Combine(DocPages.Root, "docs", "providers", id + ".md")) ? $"[`{id}`]({id}.md)" : $"`{id}`";
}
