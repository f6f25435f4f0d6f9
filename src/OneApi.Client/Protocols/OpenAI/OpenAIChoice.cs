using System.Text.Json;

namespace OneApi.Client.Protocols.OpenAI;

/// <summary>Which of several choices is the answer: of all, only one fits.</summary>
internal static class OpenAIChoice
{
    /// <summary>The index of the choice at the reader, or null when it names none. The reader is a copy and moves nobody.</summary>
    public static long? IndexOf(Utf8JsonReader reader)
    {
        while (JsonRead.NextProperty(ref reader))
        {
            var isIndex = reader.ValueTextEquals("index"u8);
            reader.Read();
            if (isIndex)
            {
                return JsonRead.Int64OrNull(ref reader);
            }

            reader.Skip();
        }

        return null;
    }
}
