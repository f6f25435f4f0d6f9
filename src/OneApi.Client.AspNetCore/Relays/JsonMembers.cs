using System.Text.Json;

namespace OneApi.Client.AspNetCore.Relays;

/// <summary>Looks for members at the top of a JSON object that was checked before.</summary>
internal static class JsonMembers
{
    /// <summary>Says whether there is a member, and it is not null.</summary>
    public static bool Has(ReadOnlySpan<byte> body, string name)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 1000 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt && reader.TokenType != JsonTokenType.Null)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
