namespace OneApi.Client;

/// <summary>Why a quota refuses.</summary>
public enum QuotaRefusal
{
    /// <summary>It does not refuse.</summary>
    None = 0,

    /// <summary>Nothing is left.</summary>
    Exhausted,

    /// <summary>Something is left, but less than the call may cost, even if no other call were running.</summary>
    TooLarge,

    /// <summary>Enough would be left, but running calls have set it aside. It may work a little later.</summary>
    InFlight,

    /// <summary>There is no such account.</summary>
    UnknownAccount,

    /// <summary>There is no such open hold.</summary>
    UnknownReservation,
}
