namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>What a block that a stream has opened takes.</summary>
internal enum MessagesBlockKind
{
    /// <summary>There is none open.</summary>
    None,

    /// <summary>Text.</summary>
    Text,

    /// <summary>A thought.</summary>
    Thinking,

    /// <summary>Anything else; nothing of ours goes into it.</summary>
    Other,
}
