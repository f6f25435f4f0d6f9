using System.Text;

namespace OneApi.Client.Testing.Images;

/// <summary>One part of a form.</summary>
internal sealed record MultipartPart(string Name, string? FileName, byte[] Data)
{
    public string Text => Encoding.UTF8.GetString(Data);

    public static MultipartPart Of(string head, byte[] data) => new(Parameter(head, "name") ?? "", Parameter(head, "filename"), data);

    private static string? Parameter(string head, string name)
    {
        var mark = $"; {name}=\"";
        var at = head.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var start = at + mark.Length;

        return head[start..head.IndexOf('"', start)];
    }
}
