using OneApi.Client.Testing;

namespace OneApi.Client.EndToEnd.Tests.Failover;

/// <summary>The stream that is cut after 40 of 60 tokens, with a fallback whose server goes on with the beginning of an answer (vLLM), and a group that wants it so.</summary>
public sealed class ContinueTests
{
    private const int ReportedInput = 211;
    private const int ReportedOutput = 20;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);
    private static readonly string Delivered = string.Concat(FailoverScene.Tokens.Take(40));

    private static readonly WallReply Rest = WallReply.Answer([.. FailoverScene.Tokens.Skip(40)]).WithUsage(new() { InputTokens = ReportedInput, OutputTokens = ReportedOutput });

    [Fact]
    public async Task CutAfter40Of60Tokens_TheFallbackGoesOn_AndTheCallerGetsTheWholeAnswerOnce()
    {
        await using var scene = await StartAsync();
        scene.Backup.Answer(static request => FailoverScene.IsPrefill(request) ? Rest : FailoverScene.Good);

        var answer = await scene.AskAsync(streaming: true);

        Assert.Null(answer.Error);
        Assert.Equal(FailoverScene.WholeText, answer.Text);
        Assert.Equal(Microsoft.Extensions.AI.ChatFinishReason.Stop, answer.Finish);
        Assert.Equal((AttemptReason.Continue, true), (answer.Trace!.Record.Rescue, answer.Trace.IsRescued));
        Assert.Equal((1, 1), (answer.Primary.Count, answer.Backup.Count));
        var messages = Assert.Single(scene.Backup.Requests).Json.GetProperty("messages");
        Assert.Equal(Delivered, messages[messages.GetArrayLength() - 1].GetProperty("content").GetString());
        FailoverAssert.InTime(answer, Soon);
    }

    /// <summary>What was delivered before is input to the provider and output to the caller: all tokens are charged, and each of them once.</summary>
    [Fact]
    public async Task CutAfter40Of60Tokens_TheCallerPaysForEachTokenOnce()
    {
        await using var scene = await StartAsync();
        scene.Backup.Answer(static request => FailoverScene.IsPrefill(request) ? Rest : FailoverScene.Good);

        var answer = await scene.AskAsync(streaming: true);

        var usage = answer.Trace!.Record.Usage!;
        Assert.Equal(ReportedInput + ReportedOutput, usage.InputTokenCount + usage.OutputTokenCount);
        Assert.InRange(usage.OutputTokenCount!.Value, ReportedOutput + 40, ReportedOutput + 160); // 40 words and their numbers
        Assert.True(answer.Trace.Record.IsEstimated);
        Assert.Equal((usage.InputTokenCount, usage.OutputTokenCount), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount));
        Assert.Equal((usage.InputTokenCount * 3) + (usage.OutputTokenCount * 20), answer.ChargeMicros);
        Assert.Equal((answer.ChargeMicros, 0), await scene.AccountAsync());
    }

    [Fact]
    public async Task AFallbackThatRefusesTheBeginning_AndAnswersTheSameWhenAskedAfresh_TheCallerGetsTheWholeAnswer()
    {
        await using var scene = await StartAsync();

        var answer = await scene.AskAsync(streaming: true);

        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, Soon);
        Assert.Equal([true, false], scene.Backup.Requests.Select(FailoverScene.IsPrefill));
        Assert.Equal(AttemptReason.Splice, answer.Trace!.Record.Rescue);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming: true);
    }

    [Fact]
    public async Task AFallbackThatRefusesTheBeginning_AndAnswersOtherwise_EndsInTheFirstErrorWithTheDeliveredText()
    {
        await using var scene = await StartAsync();
        scene.Backup.Answer(static request => FailoverScene.IsPrefill(request)
            ? WallReply.Status(400, body: """{"error":{"message":"no","type":"BadRequestError","param":null,"code":400}}""")
            : WallReply.Answer([.. FailoverScene.Tokens.Take(20), "something else "]));

        var answer = await scene.AskAsync(streaming: true);

        Assert.Equal(OneApiErrorKind.ProtocolViolation, answer.Error?.Kind);
        Assert.Equal("primary", answer.Error!.Channel);
        Assert.Equal((Delivered, Delivered), (answer.Text, answer.Error.PartialText));
        Assert.Null(answer.Finish);
        FailoverAssert.InTime(answer, Soon);
        FailoverAssert.Gently(answer);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming: true);
    }

    [Fact]
    public async Task AContinuationThatIsCutAsWell_EndsInAnErrorWithAllThatWasDelivered()
    {
        await using var scene = await StartAsync();
        scene.Backup.Answer(static request => FailoverScene.IsPrefill(request) ? Rest.CutAfter(5) : FailoverScene.Good);

        var answer = await scene.AskAsync(streaming: true);

        var delivered = string.Concat(FailoverScene.Tokens.Take(45));
        Assert.Equal(OneApiErrorKind.ProtocolViolation, answer.Error?.Kind);
        Assert.Equal((delivered, delivered), (answer.Text, answer.Error!.PartialText));
        Assert.Null(answer.Finish);
        Assert.Single(answer.Backup);
        await FailoverAssert.NextIsServedAtOnceAsync(scene, streaming: true);
    }

    [Fact]
    public async Task WhatTheCallSays_GoesBeforeWhatTheGroupSays()
    {
        await using var scene = await StartAsync();

        var answer = await scene.AskAsync(streaming: true, static options => options.ContinueAfterCut = false);

        await FailoverAssert.ServedAsync(scene, answer, FailoverScene.BackupModel, Soon);
        Assert.False(FailoverScene.IsPrefill(Assert.Single(scene.Backup.Requests)));
    }

    /// <summary>A server that repeats the beginning although nobody asked it to: it stands in the answer once.</summary>
    [Fact]
    public async Task AServerThatRepeatsTheBeginning_IsNotHeardTwice()
    {
        await using var scene = await StartAsync();
        scene.Backup.Always(FailoverScene.Good);

        var answer = await scene.AskAsync(streaming: true);

        Assert.Equal(FailoverScene.WholeText, answer.Text);
        Assert.Equal(AttemptReason.Continue, answer.Trace!.Record.Rescue);
    }

    private static async Task<FailoverScene> StartAsync()
    {
        var scene = await FailoverScene.StartAsync(configure: static options =>
        {
            options.Channels[1].Provider = "vllm";
            options.Groups["default"].ContinueAfterCut = true;
        });
        scene.Primary.Always(FailoverScene.Good.CutAfter(40));
        return scene;
    }
}
