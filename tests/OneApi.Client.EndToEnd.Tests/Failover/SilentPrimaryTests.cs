using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Failover;

/// <summary>Of the sixteen faults: no response at all.</summary>
public sealed class SilentPrimaryTests
{
    [Fact]
    public async Task NoResponseAtAll_AnotherIsAskedAfter10s_AndTheSilentOneIsNotAskedAgain()
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Always(WallReply.Silence());

        var answer = await scene.AskAsync(streaming: true);

        Assert.Equal((1, 1), (answer.Primary.Count, answer.Backup.Count));
        Assert.InRange(answer.Backup[0], TimeSpan.FromSeconds(9.9), TimeSpan.FromSeconds(15));
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, TimeSpan.FromSeconds(15));
        await scene.Primary.Requests[0].Disconnected.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming: true);
    }

    [Fact]
    public async Task NoResponseAtAll_ToAWholeAnswer_AnotherIsAskedAfterAMinute()
    {
        await using var scene = await FailoverScene.StartAsync(speed: 20);
        scene.Primary.Always(WallReply.Silence());

        var answer = await scene.AskAsync(streaming: false);

        Assert.Equal((1, 1), (answer.Primary.Count, answer.Backup.Count));
        Assert.InRange(answer.Backup[0], TimeSpan.FromSeconds(59.5), TimeSpan.FromSeconds(70));
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, TimeSpan.FromSeconds(75));
    }
}
