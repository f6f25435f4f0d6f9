namespace OneApi.Client;

/// <summary>The operations that the gateway relays: bodies go out as they came, and answers come back as the provider wrote them.</summary>
public static class RelayOperations
{
    /// <summary>Text to speech: a JSON body; the answer is sound, or events with sound in them.</summary>
    public const string Speech = "speech";

    /// <summary>Speech to text: a form with a file.</summary>
    public const string Transcriptions = "transcriptions";

    /// <summary>Speech to English text: a form with a file.</summary>
    public const string Translations = "translations";

    /// <summary>Says whether texts and images may be shown: a JSON body.</summary>
    public const string Moderations = "moderations";

    /// <summary>Puts documents in order for a question: a JSON body.</summary>
    public const string Rerank = "rerank";
}
