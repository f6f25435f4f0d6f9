namespace OneApi.Client;

/// <summary>Who stays on one side of a canary.</summary>
public enum CanarySubject
{
    /// <summary>The end user, else the conversation, else the access token.</summary>
    EndUser,

    /// <summary>The conversation, else the end user, else the access token.</summary>
    Conversation,

    /// <summary>The access token.</summary>
    Token,
}
