namespace OneApi.Client.Replay.Tests.Oracle;

/// <summary>Splits the whole text of an event stream by the rules of openai.md §0: slow, and with no state between reads.</summary>
internal static class EventStreamText
{
    public static IReadOnlyList<StreamEvent> Split(string text)
    {
        var events = new List<StreamEvent>();
        string? name = null;
        var data = new List<string>();

        foreach (var line in Lines(text))
        {
            if (line.Length == 0)
            {
                if (data.Count > 0)
                {
                    events.Add(new StreamEvent(name, string.Join('\n', data)));
                }

                name = null;
                data.Clear();
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var field = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..];
            value = value.StartsWith(' ') ? value[1..] : value;
            if (field == "data")
            {
                data.Add(value);
            }
            else if (field == "event")
            {
                name = value;
            }
        }

        return events;
    }

    /// <summary>LF, CR LF or CR end a line, and nothing else does (not U+2028, which JSON text may hold).</summary>
    private static IEnumerable<string> Lines(string text) =>
        text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n').Append("");
}
