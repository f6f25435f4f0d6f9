using System.Text.Json;
using Xunit;

namespace OneApi.Client.Replay.Tests.Recordings;

/// <summary>Finds the recorded exchanges: <c>shared/recordings</c> in a folder above the test binary, or <c>ONEAPI_RECORDINGS</c>.</summary>
internal static class RecordingSet
{
    /// <summary>The only row of every theory where the recordings are absent; it is counted as skipped.</summary>
    public const string AbsentRow = "(no recordings)";

    public const string AbsentReason = "The recordings are absent: no folder shared/recordings with an index.json above the test binary, and ONEAPI_RECORDINGS names none.";

    private static readonly HashSet<string> _apis = ["chat-completions", "messages", "generateContent", "streamGenerateContent", "embeddings", "images"];

    private static readonly Lazy<string?> _folder = new(Find);

    private static readonly Lazy<IReadOnlyList<ReplayCase>> _exchanges = new(ReadMetadata);

    private static readonly Lazy<Dictionary<string, ReplayCase>> _byId = new(() => _exchanges.Value.ToDictionary(one => one.Id));

    public static bool IsPresent => _folder.Value is not null;

    /// <summary>Every recorded exchange of a chat, embedding or image API, the exceptions included.</summary>
    public static IReadOnlyList<ReplayCase> Exchanges => _exchanges.Value;

    /// <summary>What is replayed: all but <see cref="Exceptions"/>.</summary>
    public static IEnumerable<ReplayCase> Cases => Exchanges.Where(one => !Exceptions.Reasons.ContainsKey(one.Id));

    public static void SkipWhenAbsent() => Assert.SkipUnless(IsPresent, AbsentReason);

    /// <summary>Makes the rows of a theory: one for each case, labelled with its whole id, or one that is skipped.</summary>
    public static IEnumerable<TheoryDataRow<string>> Rows(Func<ReplayCase, bool> filter) =>
        (IsPresent ? Cases.Where(filter).Select(one => one.Id) : [AbsentRow]).Select(id => new TheoryDataRow<string>(id) { Label = id });

    /// <summary>Loads one exchange; the test is skipped where the recordings are absent.</summary>
    public static Exchange Load(string id)
    {
        SkipWhenAbsent();

        return Load(_byId.Value[id]);
    }

    public static Exchange Load(ReplayCase one)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(one.File));

        return new Exchange(one, document.RootElement.GetProperty("exchanges")[one.Index]);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("ONEAPI_RECORDINGS") is { Length: > 0 } named)
        {
            return File.Exists(Path.Combine(named, "index.json")) ? named : null;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "recordings");
            if (File.Exists(Path.Combine(candidate, "index.json")))
            {
                return candidate;
            }
        }

        return null;
    }

    private static List<ReplayCase> ReadMetadata()
    {
        var found = new List<ReplayCase>();
        if (_folder.Value is not { } folder)
        {
            return found;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(file) == "index.json")
            {
                continue;
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            Collect(document.RootElement, file, found);
        }

        return found;
    }

    private static void Collect(JsonElement recording, string file, List<ReplayCase> found)
    {
        var id = recording.GetProperty("id").GetString()!;
        var provider = recording.GetProperty("provider").GetString()!;
        var index = -1;
        foreach (var exchange in recording.GetProperty("exchanges").EnumerateArray())
        {
            index++;
            var api = exchange.GetProperty("api").GetString()!;
            if (!_apis.Contains(api))
            {
                continue;
            }

            var request = exchange.GetProperty("request");
            found.Add(new ReplayCase(
                $"{id}#{index}",
                file,
                index,
                provider,
                api,
                request.GetProperty("url").GetString()!,
                exchange.GetProperty("response").GetProperty("status").GetInt32(),
                exchange.GetProperty("stream").GetBoolean(),
                IsJsonObject(request.GetProperty("body"))));
        }
    }

    /// <summary><c>{"base64": …}</c> and <c>{"text": …}</c> stand for bodies that are not JSON.</summary>
    private static bool IsJsonObject(JsonElement body) =>
        body.ValueKind is JsonValueKind.Object && body.EnumerateObject().Any(member => member.Name is not ("base64" or "text"));
}
