using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Failover;

/// <summary>Of the sixteen faults: the primary is down for 60 s, then healthy; a call comes every 4 s.</summary>
public sealed class RecoveryTests
{
    [Fact]
    public async Task DownFor60s_EveryCallIsServed_ItIsHardlyCalledMeanwhile_AndUsedAgainWithin30s()
    {
        await using var scene = await FailoverScene.StartAsync(speed: 20);
        scene.Primary.During(TimeSpan.FromSeconds(60), WallReply.Status(503));
        var start = scene.Time.GetUtcNow();
        var answers = new List<FailoverAnswer>();

        for (var next = TimeSpan.Zero; next <= TimeSpan.FromSeconds(96); next += TimeSpan.FromSeconds(4))
        {
            var wait = next - (scene.Time.GetUtcNow() - start);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, scene.Time, TestContext.Current.CancellationToken);
            }

            answers.Add(await scene.AskAsync(streaming: true));
        }

        Assert.All(answers, static answer => Assert.Equal((null, FailoverScene.WholeText), (answer.Error, answer.Text)));
        Assert.All(answers, static answer => FailoverAssert.InTime(answer, TimeSpan.FromSeconds(5)));
        Assert.All(answers, FailoverAssert.Gently);

        List<TimeSpan> asked = [.. scene.Primary.Requests.Select(request => request.ArrivedAt - start)];
        List<TimeSpan> whileDown = [.. asked.Where(static at => at < TimeSpan.FromSeconds(60))];

        // Two requests a call until five have failed in a row; then rests of 5, 10, 20 and 20 s with one probe after each (reliability §3).
        Assert.InRange(whileDown.Count, 1, 12);
        Assert.InRange(whileDown.Count(static at => at > TimeSpan.FromSeconds(20)), 0, 4);
        Assert.Contains(asked, static at => at >= TimeSpan.FromSeconds(60) && at <= TimeSpan.FromSeconds(90));
        Assert.Equal(FailoverScene.MainModel, answers[^1].Trace!.Model);
    }
}
