namespace OneApi.Client.Redis.Tests;

internal static class TestRecord
{
    public static UsageRecord Of(Guid id, long charge = 0, params string[] accounts) => new()
    {
        CallId = id,
        Operation = "chat",
        Streaming = false,
        StartedAt = new DateTimeOffset(2026, 11, 26, 12, 0, 0, TimeSpan.Zero),
        Duration = TimeSpan.FromSeconds(1),
        Group = "default",
        RequestedModel = "gpt-4o",
        Outcome = CallOutcome.Succeeded,
        ChargeMicros = charge,
        Accounts = accounts,
        Attempts = [],
    };
}
