namespace OneApi.Client.AspNetCore.Admin;

/// <summary>How a test call to a channel went.</summary>
internal sealed record ChannelTestView(bool Ok, string Model, long DurationMs, string? ErrorKind, int? Status, string? Message);
