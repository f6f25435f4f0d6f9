namespace OneApi.Client;

/// <summary>Whose calls prefer one channel, so that the provider's prompt cache is of use.</summary>
public enum Affinity
{
    /// <summary>Nobody's: the strategy alone chooses.</summary>
    None,

    /// <summary>Those of one conversation, else of one end user, else of one access token.</summary>
    Conversation,

    /// <summary>Those of one end user, else of one access token.</summary>
    EndUser,

    /// <summary>Those of one access token.</summary>
    Token,
}
