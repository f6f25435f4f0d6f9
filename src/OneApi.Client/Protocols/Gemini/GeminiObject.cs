using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneApi.Client.Protocols.Gemini;

/// <summary>
/// An object of the body that the caller may have begun: what the caller wrote comes first and unchanged, a writer adds only what
/// is missing. It is opened with its first member, so that an empty one is written only where the caller wrote it.
/// </summary>
internal sealed class GeminiObject(Utf8JsonWriter writer, string name, JsonObject? given)
{
    private bool _open;

    public bool Has(string member) => given is not null && GeminiExtras.Find(given, member) is not null;

    /// <summary>Opens the object if need be and writes a member's name; the value is the caller's to write.</summary>
    public Utf8JsonWriter Property(string member)
    {
        Open();
        writer.WritePropertyName(member);
        return writer;
    }

    public void Close()
    {
        if (given is not null)
        {
            Open();
        }

        if (_open)
        {
            writer.WriteEndObject();
        }
    }

    private void Open()
    {
        if (_open)
        {
            return;
        }

        _open = true;
        writer.WriteStartObject(name);
        if (given is null)
        {
            return;
        }

        foreach (var (member, value) in given)
        {
            writer.WritePropertyName(member);
            JsonWrite.Node(writer, value);
        }
    }
}
