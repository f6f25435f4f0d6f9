namespace OneApi.Client.EntityFrameworkCore.Writing;

/// <summary>What a failed batch calls for. Nothing of it was done.</summary>
internal enum BatchFault
{
    /// <summary>It would fail again: one of its operations can't be written.</summary>
    Lasting = 0,

    /// <summary>It met another process's batch, and may be tried again at once.</summary>
    Conflict,

    /// <summary>The database can't be reached or is busy; it may come back.</summary>
    Unavailable,
}
