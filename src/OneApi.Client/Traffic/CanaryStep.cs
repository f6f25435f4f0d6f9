namespace OneApi.Client;

/// <summary>How far a move from the old channels to new ones has come. Each step is one setting, forwards and back.</summary>
public enum CanaryStep
{
    /// <summary>The new channels get nothing.</summary>
    OldOnly,

    /// <summary>The old channels serve; the new ones get copies of some calls, whose answers nobody sees.</summary>
    Shadow,

    /// <summary>A share of the callers is served by the new channels, and by the old ones where the new ones fail. The others never see the new ones.</summary>
    Split,

    /// <summary>Everybody is served by the new channels, and by the old ones where the new ones fail.</summary>
    NewFirst,

    /// <summary>The old channels get nothing.</summary>
    NewOnly,
}
