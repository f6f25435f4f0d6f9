using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Failover;

/// <summary>Of the sixteen faults those that a status or a reset tells at once. One channel serves the asked model, one the fallback model; everything else is default.</summary>
public sealed class StatusFaultTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    public static TheoryData<bool> Doors => [true, false];

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task RateLimitedOnce_WithARetryAfterOf2s_IsWaitedOutOnTheSameChannel(bool streaming)
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Enqueue(WallReply.Status(429, TimeSpan.FromSeconds(2)));

        var answer = await scene.AskAsync(streaming);

        Assert.Equal((2, 0), (answer.Primary.Count, answer.Backup.Count));
        Assert.InRange(answer.Primary[1] - answer.Primary[0], TimeSpan.FromSeconds(1.8), TimeSpan.FromSeconds(4));
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.MainModel, Soon);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task RateLimitedForEver_TheFallbackServes(bool streaming)
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Always(WallReply.Status(429));

        var answer = await scene.AskAsync(streaming);

        Assert.Single(answer.Backup);
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, Soon);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task RateLimitedForEver_WithARetryAfterOf2s_TheFallbackServesAfterOneWait(bool streaming)
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Always(WallReply.Status(429, TimeSpan.FromSeconds(2)));

        var answer = await scene.AskAsync(streaming);

        Assert.Equal((2, 1), (answer.Primary.Count, answer.Backup.Count));
        Assert.InRange(answer.Primary[1] - answer.Primary[0], TimeSpan.FromSeconds(1.8), TimeSpan.FromSeconds(4));
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, Soon);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task One500_IsTriedAgainOnTheSameChannel(bool streaming)
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Enqueue(WallReply.Status(500));

        var answer = await scene.AskAsync(streaming);

        Assert.Equal((2, 0), (answer.Primary.Count, answer.Backup.Count));
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.MainModel, Soon);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Unavailable503ForEver_TheFallbackServes(bool streaming)
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Always(WallReply.Status(503));

        var answer = await scene.AskAsync(streaming);

        Assert.Equal((2, 1), (answer.Primary.Count, answer.Backup.Count));
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, Soon);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task ResetOnce_IsTriedAgainOnTheSameChannel(bool streaming)
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Enqueue(WallReply.Reset());

        var answer = await scene.AskAsync(streaming);

        Assert.Equal((2, 0), (answer.Primary.Count, answer.Backup.Count));
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.MainModel, Soon);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task ContextLengthExceeded_TheFallbackServes_AndThePrimaryIsNotAskedAgain(bool streaming)
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Always(WallReply.ContextLength());

        var answer = await scene.AskAsync(streaming);

        Assert.Equal((1, 1), (answer.Primary.Count, answer.Backup.Count));
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, Soon);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task ContentFiltered_IsACleanError_AfterOneAttempt(bool streaming)
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Always(WallReply.ContentFiltered());

        var answer = await scene.AskAsync(streaming);

        Assert.Equal(OneApiErrorKind.ContentFiltered, answer.Error?.Kind);
        Assert.Equal((1, 0), (answer.Primary.Count, answer.Backup.Count));
        Assert.Equal("", answer.Text);
        Assert.Single(answer.Error!.Attempts);
        Assert.Equal((0, 0), await scene.AccountAsync());
        FailoverAssert.InTime(answer, Soon);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task ContentFiltered_WhereTheGroupOptsIn_TheFallbackServes(bool streaming)
    {
        await using var scene = await FailoverScene.StartAsync(configure: static options => options.Groups["default"].FallbackOn = ["ContentFiltered"]);
        scene.Primary.Always(WallReply.ContentFiltered());

        var answer = await scene.AskAsync(streaming);

        Assert.Equal((1, 1), (answer.Primary.Count, answer.Backup.Count));
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, Soon);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task FallbacksModelAndUsageAreReported_AndFailedAttemptsAreNotBilled(bool streaming)
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Always(WallReply.Status(503));
        scene.Backup.Always(FailoverScene.Good.WithModel("backup-model-0613"));

        var answer = await scene.AskAsync(streaming);

        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, Soon);
        Assert.Equal(FailoverScene.MainModel, answer.Trace!.Record.RequestedModel);
        Assert.Equal("backup-model-0613", answer.ModelId);
        Assert.Equal(
            [("primary", FailoverScene.MainModel, OneApiErrorKind.ProviderUnavailable, 0L), ("primary", FailoverScene.MainModel, OneApiErrorKind.ProviderUnavailable, 0L), ("backup", FailoverScene.BackupModel, (OneApiErrorKind?)null, FailoverScene.PriceOfBackup)],
            answer.Trace.Attempts.Select(static attempt => (attempt.Channel, attempt.Model, attempt.ErrorKind, attempt.ProviderCostMicros ?? 0)));
    }
}
