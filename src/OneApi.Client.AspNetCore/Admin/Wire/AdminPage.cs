namespace OneApi.Client.AspNetCore.Admin;

/// <summary>One page of a list.</summary>
/// <param name="Data">Its items.</param>
/// <param name="Next">What to send as <c>after</c> for the next page; null when there is none.</param>
internal sealed record AdminPage<T>(IReadOnlyList<T> Data, string? Next);
