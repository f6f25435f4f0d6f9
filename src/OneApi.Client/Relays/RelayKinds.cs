using OneApi.Client.Routing;

namespace OneApi.Client.Relays;

/// <summary>The operations as kinds of calls, and the words of both.</summary>
internal static class RelayKinds
{
    public static CallKind? Find(string operation) => operation switch
    {
        RelayOperations.Speech => CallKind.Speech,
        RelayOperations.Transcriptions => CallKind.Transcriptions,
        RelayOperations.Translations => CallKind.Translations,
        RelayOperations.Moderations => CallKind.Moderations,
        RelayOperations.Rerank => CallKind.Rerank,
        _ => null,
    };

    /// <summary>The operation of a kind, or null where it is none that is relayed.</summary>
    public static string? OperationOf(CallKind kind) => kind switch
    {
        CallKind.Speech => RelayOperations.Speech,
        CallKind.Transcriptions => RelayOperations.Transcriptions,
        CallKind.Translations => RelayOperations.Translations,
        CallKind.Moderations => RelayOperations.Moderations,
        CallKind.Rerank => RelayOperations.Rerank,
        _ => null,
    };
}
