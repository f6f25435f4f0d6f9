namespace OneApi.Client.Routing;

/// <summary>What is asked of a channel.</summary>
internal enum CallKind
{
    Chat,
    Embeddings,
    Images,
    Speech,
    Transcriptions,
    Translations,
    Moderations,
    Rerank,
}
