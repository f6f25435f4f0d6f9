using System.Text;
using System.Text.Json.Nodes;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Dialects.ChatCompletions;

/// <summary>Recorded answers of real services that speak this wire. Tests are skipped where they are absent.</summary>
internal static class ChatRecordings
{
    /// <summary>All successful answers that hold a choice, with the file that each stands in.</summary>
    public static IReadOnlyList<(string Name, ReadOnlyMemory<byte> Body)> Find(bool streaming)
    {
        var folder = Folder();
        Assert.SkipWhen(folder is null, "The recordings are absent: no folder shared/recordings above the test binary.");
        var found = new List<(string, ReadOnlyMemory<byte>)>();
        foreach (var file in Directory.GetFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(file) != "index.json")
            {
                found.AddRange(RecordedExchange.Load(file).Where(exchange => IsAnswer(exchange, streaming)).Select(exchange => (Path.GetFileName(file), exchange.ResponseBody)));
            }
        }

        return found;
    }

    private static bool IsAnswer(RecordedExchange exchange, bool streaming)
    {
        if (exchange.StatusCode != 200 || exchange.Method != "POST" || !exchange.Url.AbsolutePath.EndsWith("/chat/completions", StringComparison.Ordinal))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(exchange.ResponseBody.Span);
        return streaming
            ? text.Contains("data: {", StringComparison.Ordinal) && text.Contains("\"choices\"", StringComparison.Ordinal) && text.Contains("[DONE]", StringComparison.Ordinal)
            : text.TrimStart().StartsWith('{') && JsonNode.Parse(text)!["choices"] is JsonArray { Count: > 0 } choices && choices[0]!["message"] is JsonObject;
    }

    private static string? Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "recordings");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
