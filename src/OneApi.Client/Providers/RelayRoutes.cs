using OneApi.Client.Relays;

namespace OneApi.Client.Providers;

/// <summary>Which servers of OpenAI's wire take which relayed operations, and where (protocols/*.md; the vendors' references where those say nothing).</summary>
internal static class RelayRoutes
{
    private static readonly RelayRoute Speech = new(RelayOperations.Speech, "/audio/speech");

    private static readonly RelayRoute Transcriptions = new(RelayOperations.Transcriptions, "/audio/transcriptions");

    private static readonly RelayRoute Translations = new(RelayOperations.Translations, "/audio/translations");

    private static readonly RelayRoute Moderations = new(RelayOperations.Moderations, "/moderations");

    private static readonly RelayRoute Rerank = new(RelayOperations.Rerank, "/rerank");

    /// <summary>OpenAI (openai.md §12, §13).</summary>
    public static readonly RelayRoute[] OpenAI = [Speech, Transcriptions, Translations, Moderations];

    /// <summary>Sound in both directions: Azure (azure.md §1), Groq, DeepInfra.</summary>
    public static readonly RelayRoute[] Sound = [Speech, Transcriptions, Translations];

    /// <summary>Sound without translation: OpenRouter (openai-compatible.md §5), StepFun.</summary>
    public static readonly RelayRoute[] SpeechAndTranscriptions = [Speech, Transcriptions];

    /// <summary>Servers that may hold anything.</summary>
    public static readonly RelayRoute[] All = [Speech, Transcriptions, Translations, Moderations, Rerank];

    public static readonly RelayRoute[] Together = [Speech, Transcriptions, Translations, Rerank];

    /// <summary>other-openai-compatible-cn.md §5.</summary>
    public static readonly RelayRoute[] SiliconFlow = [Speech, Transcriptions, Rerank];

    /// <summary>zhipu.md §1.</summary>
    public static readonly RelayRoute[] Zhipu = [Speech, Transcriptions, Moderations, Rerank];

    /// <summary>mistral.md §1, §5. Its speech is JSON with data in it, no sound as OpenAI's is.</summary>
    public static readonly RelayRoute[] Mistral = [Transcriptions, Moderations];

    /// <summary>cohere.md §6: its own API has it, beside the compatible one.</summary>
    public static readonly RelayRoute[] Cohere = [new(RelayOperations.Rerank, "/v2/rerank", "/compatibility/v1")];

    /// <summary>wenxin.md §1.</summary>
    public static readonly RelayRoute[] Qianfan = [new(RelayOperations.Rerank, "/rerankers")];
}
