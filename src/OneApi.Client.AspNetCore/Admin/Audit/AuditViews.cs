using System.Text.Json;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Who changed what.</summary>
internal sealed record AuditView(
    long Id,
    DateTimeOffset At,
    string Caller,
    string? Role,
    string Action,
    string Target,
    JsonElement? Before,
    JsonElement? After,
    string? Address,
    string? RequestId,
    string Hash);

/// <summary>Whether the log is whole.</summary>
internal sealed record AuditCheckView(bool IsWhole, long Entries, long? BrokenAt, string Head);
