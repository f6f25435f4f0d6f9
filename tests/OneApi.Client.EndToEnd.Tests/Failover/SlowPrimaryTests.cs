using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Failover;

/// <summary>Of the sixteen faults: the first token comes after 20 s.</summary>
public sealed class SlowPrimaryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FirstTokenAfter20s_AnotherIsAskedAfter10s_AndTheFirstContentWins(bool afterHeaders)
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Always(FailoverScene.Good.Late(TimeSpan.FromSeconds(20), afterHeaders));

        var answer = await scene.AskAsync(streaming: true);

        Assert.Equal((1, 1), (answer.Primary.Count, answer.Backup.Count));
        Assert.InRange(answer.Backup[0], TimeSpan.FromSeconds(9.9), TimeSpan.FromSeconds(15));
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, TimeSpan.FromSeconds(15));
        await scene.Primary.Requests[0].Disconnected.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming: true);
    }
}
