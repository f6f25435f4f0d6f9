using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Failover;

/// <summary>Of the sixteen faults those that strike an answer under way. The backup answers the same when it is asked afresh, and refuses to go on with another's answer.</summary>
public sealed class StreamFaultTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    public static TheoryData<bool> Doors => [true, false];

    [Fact]
    public async Task CutAfter40Of60Tokens_TheCallerGetsTheWholeAnswerOnce()
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Always(FailoverScene.Good.CutAfter(40));

        var answer = await scene.AskAsync(streaming: true);

        Assert.Equal((1, 1), (answer.Primary.Count, answer.Backup.Count));
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, Soon);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming: true);
    }

    [Fact]
    public async Task WholeAnswerCutInItsMiddle_TheCallerGetsTheWholeAnswer()
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Always(FailoverScene.Good.CutAfter(40));

        var answer = await scene.AskAsync(streaming: false);

        Assert.Single(answer.Backup);
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, Soon);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming: false);
    }

    [Fact]
    public async Task CutWithAFallbackThatRefusesPrefill_IsAskedAfresh()
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Always(FailoverScene.Good.CloseDelimited().CutAfter(40)); // here the cut looks like an end

        var answer = await scene.AskAsync(streaming: true);

        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, Soon);
        var request = Assert.Single(scene.Backup.Requests);
        Assert.DoesNotContain("word1 ", request.Text, StringComparison.Ordinal);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming: true);
    }

    [Fact]
    public async Task CutWithAFallbackThatAnswersOtherwise_EndsInATypedErrorWithTheDeliveredText()
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Always(FailoverScene.Good.CutAfter(40));
        scene.Backup.Always(WallReply.Answer([.. FailoverScene.Tokens.Take(20), "something else "]));

        var answer = await scene.AskAsync(streaming: true);

        var delivered = string.Concat(FailoverScene.Tokens.Take(40));
        Assert.NotNull(answer.Error);
        Assert.Equal((delivered, delivered), (answer.Text, answer.Error.PartialText));
        Assert.Null(answer.Finish);
        FailoverAssert.InTime(answer, Soon);
        FailoverAssert.Gently(answer);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming: true);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task OneMalformedEvent_DoesNotCostTheAnswer(bool streaming)
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Enqueue(FailoverScene.Good.MalformedAfter(10));

        var answer = await scene.AskAsync(streaming);

        Assert.InRange(answer.Primary.Count + answer.Backup.Count, 1, 2);
        await FailoverAssert.ServedAsync(scene, answer, answer.Trace?.Model ?? "", Soon);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming);
    }

    [Fact]
    public async Task NoDone_ButAFinishReason_IsAWholeAnswer()
    {
        await using var scene = await FailoverScene.StartAsync();
        scene.Primary.Always(FailoverScene.Good.WithoutDone());

        var answer = await scene.AskAsync(streaming: true);

        Assert.Equal((1, 0), (answer.Primary.Count, answer.Backup.Count));
        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.MainModel, Soon);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming: true);
    }
}
