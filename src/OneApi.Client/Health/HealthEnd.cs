namespace OneApi.Client;

/// <summary>What ends a state.</summary>
public enum HealthEnd
{
    /// <summary>Nothing: it simply works.</summary>
    Nothing,

    /// <summary>Time alone.</summary>
    Time,

    /// <summary>A call that goes well, once the rest is over.</summary>
    Probe,

    /// <summary>A person, or a change of the configuration.</summary>
    Person,
}
