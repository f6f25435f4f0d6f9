namespace OneApi.Client;

/// <summary>What a person or a program may do over the admin API.</summary>
public enum OneApiAdminRole
{
    /// <summary>Sees channels, models, traffic, requests and what happens; changes nothing.</summary>
    Viewer,

    /// <summary>Sees that, and access tokens, usage, costs and the reconciliation; changes nothing.</summary>
    Finance,

    /// <summary>Sees that; makes, changes and ends access tokens, rests and resumes channels, moves traffic, and compares models.</summary>
    Operator,

    /// <summary>May do everything.</summary>
    Admin,

    /// <summary>Makes capped test tokens (<see cref="OneApiAdminOptions.SelfService"/>), sees and ends its own, and compares models with them. Nothing else.</summary>
    SelfService,
}
