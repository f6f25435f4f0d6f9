using Microsoft.Extensions.AI;

namespace OneApi.Client.EntityFrameworkCore.Tests;

/// <summary>Usage records for tests.</summary>
internal static class Records
{
    private static readonly DateTimeOffset First = new(2026, 11, 25, 22, 0, 0, TimeSpan.Zero);

    public static UsageRecord Of(Guid id, long charge, params QuotaAccount[] accounts) => new()
    {
        CallId = id,
        Operation = "chat",
        Streaming = false,
        StartedAt = First,
        Duration = TimeSpan.FromMilliseconds(5),
        Group = "default",
        RequestedModel = "m",
        Outcome = CallOutcome.Succeeded,
        ChargeMicros = charge,
        Accounts = [.. accounts.Select(static account => account.Key)],
        Attempts = [],
    };

    /// <summary>A record with everything that a ledger filters and adds up by, present or not.</summary>
    public static UsageRecord Random(Random random)
    {
        var labels = new Dictionary<string, string>();
        foreach (var name in (string[])["team", "客户", "env"])
        {
            if (random.Next(2) == 0)
            {
                labels[name] = Pick(random, "red", "blue", "", "O'Neill \"x\" %_")!;
            }
        }

        return new()
        {
            CallId = random.Next(2) == 0 ? Guid.NewGuid() : Guid.CreateVersion7(),
            Operation = "chat",
            Streaming = random.Next(2) == 0,
            StartedAt = First.AddTicks(random.NextInt64(TimeSpan.FromHours(4).Ticks)).ToOffset(TimeSpan.FromHours(random.Next(-11, 13))),
            Duration = TimeSpan.FromTicks(random.NextInt64(TimeSpan.FromMinutes(2).Ticks)),
            TimeToFirstToken = random.Next(2) == 0 ? null : TimeSpan.FromTicks(random.NextInt64(TimeSpan.FromSeconds(2).Ticks)),
            Group = Pick(random, "default", "customer_service")!,
            TokenId = Pick(random, "t1", "t2", null),
            Owner = Pick(random, "acme", "Acme", "客户", null),
            Labels = labels,
            RequestedModel = Pick(random, "qwen-max", "")!,
            ServedModel = Pick(random, "qwen-plus", "spark-max", null),
            Channel = Pick(random, "main", "backup", null),
            Provider = Pick(random, "qwen", null),
            Outcome = (CallOutcome)random.Next(4),
            ErrorKind = random.Next(2) == 0 ? null : OneApiErrorKind.Timeout,
            Usage = random.Next(4) == 0 ? null : new()
            {
                InputTokenCount = random.Next(1000, 5000),
                CachedInputTokenCount = random.Next(1000),
                OutputTokenCount = random.Next(500, 900),
                ReasoningTokenCount = random.Next(500),
                AdditionalCounts = new () { [UsageCounts.Images] = random.Next(3), [UsageCounts.CacheWrites] = random.Next(20) },
            },
            IsEstimated = random.Next(3) == 0,
            ChargeMicros = random.Next(3) == 0 ? null : random.NextInt64(1L << 40),
            ProviderCostMicros = random.Next(3) == 0 ? null : random.NextInt64(1L << 40),
            Accounts = random.Next(3) switch { 0 => [], 1 => ["token:t1"], _ => ["token:t2", "token:t2:2026-11-25"] },
            Attempts = [.. Enumerable.Range(0, random.Next(3)).Select(static i => new AttemptRecord { Channel = "main", ChannelNumber = i, Provider = "qwen", ProviderModel = "m", Model = "m", StartedAt = First })],
        };
    }

    private static string? Pick(Random random, params string?[] choices) => choices[random.Next(choices.Length)];
}
