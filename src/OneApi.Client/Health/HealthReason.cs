namespace OneApi.Client;

/// <summary>Why something rests.</summary>
public enum HealthReason
{
    /// <summary>It does not rest.</summary>
    None,

    /// <summary>The provider could not be reached: connecting failed, or the connection broke before an answer.</summary>
    Unreachable,

    /// <summary>Too many calls have failed, in a row or in half a minute.</summary>
    Failing,

    /// <summary>The provider asked to wait.</summary>
    RateLimited,

    /// <summary>The provider does not know the model, or does not let the key use it.</summary>
    ModelRefused,

    /// <summary>The provider refused the key.</summary>
    KeyRefused,

    /// <summary>The account behind the key has no money or quota left.</summary>
    AccountEmpty,

    /// <summary>A person has switched it off. Only a person switches it on again.</summary>
    SwitchedOff,
}
