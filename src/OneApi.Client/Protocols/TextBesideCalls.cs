namespace OneApi.Client.Protocols;

/// <summary>What a server's text beside tool calls is.</summary>
internal enum TextBesideCalls
{
    /// <summary>Text of the answer.</summary>
    Text,

    /// <summary>Text, unless it is white space only (minimax.md §7).</summary>
    NotBlank,

    /// <summary>The call once more as the model wrote it (zhipu.md §10).</summary>
    Nothing,
}
