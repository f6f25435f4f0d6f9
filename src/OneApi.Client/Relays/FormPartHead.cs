using System.Text;

namespace OneApi.Client.Relays;

/// <summary>What the head of a form's part says.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="IsFile">Whether it is a file.</param>
internal readonly record struct FormPartHead(string Name, bool IsFile)
{
    private const string Disposition = "content-disposition:";

    /// <exception cref="OneApiException">There is no plain name, or one that servers read in different ways.</exception>
    public static FormPartHead Read(ReadOnlySpan<byte> head)
    {
        var text = Encoding.UTF8.GetString(head);
        FormPartHead? found = null;
        foreach (var line in text.Split("\r\n"))
        {
            if (line.Length > 0 && line[0] is ' ' or '\t' || line.AsSpan().ContainsAny('\r', '\n'))
            {
                throw RelayContent.Unreadable("A head in the form is folded over several lines.");
            }

            if (line.StartsWith(Disposition, StringComparison.OrdinalIgnoreCase))
            {
                found = found is null ? OfDisposition(line[Disposition.Length..]) : throw RelayContent.Unreadable("A part of the form has two dispositions.");
            }
        }

        return found ?? throw RelayContent.Unreadable("A part of the form has no Content-Disposition.");
    }

    private static FormPartHead OfDisposition(string value)
    {
        string? name = null;
        var isFile = false;
        foreach (var (key, text) in ParametersOf(value))
        {
            if (key.Equals("name", StringComparison.OrdinalIgnoreCase))
            {
                name = name is null && !text.Contains('\\', StringComparison.Ordinal) ? text : throw RelayContent.Unreadable("A part of the form has no plain name.");
            }
            else if (key.Equals("name*", StringComparison.OrdinalIgnoreCase))
            {
                throw RelayContent.Unreadable("A part of the form has no plain name.");
            }

            isFile |= key.StartsWith("filename", StringComparison.OrdinalIgnoreCase);
        }

        return new(name ?? throw RelayContent.Unreadable("A part of the form has no name."), isFile);
    }

    /// <summary>The parameters behind <c>form-data</c>; a quoted value may hold semicolons, and a backslash in it stands before what is meant as it is.</summary>
    private static IEnumerable<(string Key, string Value)> ParametersOf(string value)
    {
        var at = value.IndexOf(';', StringComparison.Ordinal);
        while (at >= 0 && at < value.Length)
        {
            var equals = value.IndexOf('=', at + 1);
            if (equals < 0)
            {
                yield break;
            }

            var key = value[(at + 1)..equals].Trim();
            var start = equals + 1;
            int end;
            if (start < value.Length && value[start] == '"')
            {
                end = ++start;
                while (end < value.Length && value[end] != '"')
                {
                    end += value[end] == '\\' ? 2 : 1;
                }

                end = Math.Min(end, value.Length);
            }
            else
            {
                end = value.IndexOf(';', start) is >= 0 and var next ? next : value.Length;
            }

            yield return (key, value[start..end].Trim());
            at = value.IndexOf(';', end);
        }
    }
}
