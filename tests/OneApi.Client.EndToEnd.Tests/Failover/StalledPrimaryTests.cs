using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Failover;

/// <summary>Of the sixteen faults: the stream stalls for 30 s.</summary>
public sealed class StalledPrimaryTests
{
    /// <summary>A silence of 20 s is a stall (design §7), and 5 s later the caller has the whole answer.</summary>
    [Fact]
    public async Task StallOf30s_IsNoticedAfter20s_AndTheCallerGetsTheWholeAnswerOnce()
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Always(FailoverScene.Good.StallAfter(20, TimeSpan.FromSeconds(30)));

        var answer = await scene.AskAsync(streaming: true);

        Assert.Equal((1, 1), (answer.Primary.Count, answer.Backup.Count));
        Assert.InRange(answer.Backup[0], TimeSpan.FromSeconds(19.9), TimeSpan.FromSeconds(25));
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, TimeSpan.FromSeconds(25));
        await scene.Primary.Requests[0].Disconnected.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming: true);
    }
}
