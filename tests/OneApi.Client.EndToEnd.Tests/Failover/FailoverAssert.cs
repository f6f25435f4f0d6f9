namespace OneApi.Client.EndToEnd.Tests.Failover;

/// <summary>What holds in every case.</summary>
internal static class FailoverAssert
{
    /// <summary>The caller has the whole answer, once, from the model that the trace names, and pays for that and nothing else.</summary>
    public static async Task ServedAsync(FailoverScene scene, FailoverAnswer answer, string model, TimeSpan within)
    {
        Assert.Null(answer.Error);
        Assert.Equal(FailoverScene.WholeText, answer.Text);
        Assert.Equal(Microsoft.Extensions.AI.ChatFinishReason.Stop, answer.Finish);
        Assert.Equal(model, answer.Trace?.Model);
        Assert.Equal(model == FailoverScene.MainModel ? "primary" : "backup", answer.Trace!.Channel);
        Assert.Equal(CallOutcome.Succeeded, answer.Trace.Record.Outcome);
        Assert.Equal((11, 60), (answer.Trace.Record.Usage!.InputTokenCount, answer.Trace.Record.Usage.OutputTokenCount));
        Assert.Equal((11, 60), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount));
        var charge = model == FailoverScene.MainModel ? FailoverScene.PriceOfMain : FailoverScene.PriceOfBackup;
        Assert.Equal(charge, answer.ChargeMicros);
        Assert.Equal((charge, 0), await scene.AccountAsync());
        InTime(answer, within);
        Gently(answer);
    }

    public static void InTime(FailoverAnswer answer, TimeSpan within) => Assert.True(answer.Took <= within, $"It took {answer.Took}, and {within} is allowed.");

    /// <summary>No more than 4 attempts in 3 s, and 6 in all.</summary>
    public static void Gently(FailoverAnswer answer)
    {
        List<TimeSpan> attempts = [.. answer.Primary.Concat(answer.Backup).Order()];
        Assert.InRange(attempts.Count, 1, 6);
        for (var i = 4; i < attempts.Count; i++)
        {
            Assert.True(attempts[i] - attempts[i - 4] > TimeSpan.FromSeconds(3), $"Five attempts within {attempts[i] - attempts[i - 4]}.");
        }
    }

    /// <summary>When all is well again the next call is served at once, whatever the last one met.</summary>
    public static async Task NextIsServedAtOnceAsync(FailoverScene scene, bool streaming)
    {
        scene.Heal();

        var next = await scene.AskAsync(streaming);

        Assert.Null(next.Error);
        Assert.Equal(FailoverScene.WholeText, next.Text);
        Assert.Equal(1, next.Primary.Count + next.Backup.Count);
        InTime(next, TimeSpan.FromSeconds(3));
    }
}
