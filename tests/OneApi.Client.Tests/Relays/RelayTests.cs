using System.Diagnostics;
using System.Text;
using System.Text.Json;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Relays;

/// <summary>Relayed calls go the same way as chat, with their bytes as they came.</summary>
public sealed class RelayTests
{
    private static readonly string[] Operations = [RelayOperations.Speech, RelayOperations.Transcriptions, RelayOperations.Translations, RelayOperations.Moderations, RelayOperations.Rerank];

    public static TheoryData<string, bool> Doors
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var operation in Operations)
            {
                data.Add(operation, false);
            }

            data.Add(RelayOperations.Speech, true);
            data.Add(RelayOperations.Transcriptions, true);
            return data;
        }
    }

    public static TheoryData<string, bool, string> Faults
    {
        get
        {
            var data = new TheoryData<string, bool, string>();
            foreach (var fault in new[] { "server", "unauthorized", "empty", "error in success", "reset" })
            {
                // With nothing to say the fake sends its usual events of a transcript.
                foreach (var row in Doors.Where(row => fault != "empty" || row.Data is not (RelayOperations.Transcriptions, true)))
                {
                    data.Add(row.Data.Item1, row.Data.Item2, fault);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Relay_SendsTheBytesAsTheyCame_ButForTheModel(string operation, bool events)
    {
        await using var scene = new RelayScene();

        await scene.RelayAsync(RelayBodies.Of(operation, "m", events));

        var sent = scene.Fakes[0].Requests[0];
        Assert.Equal(RelayBodies.Of(operation, "wire-m", events).Body.ToArray(), sent.Body.ToArray());
        Assert.Equal(RelayBodies.Of(operation, "m", events).ContentType, sent.Headers["Content-Type"]);
        Assert.Equal("/v1/" + PathOf(operation), sent.Path);
        Assert.True(sent.AuthenticationPassed);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Relay_GivesTheAnswerAsItCame(string operation, bool events)
    {
        await using var scene = new RelayScene();

        var (answer, bytes) = await scene.RelayAsync(RelayBodies.Of(operation, "m", events));

        using var client = new HttpClient();
        using var content = new ByteArrayContent(RelayBodies.Of(operation, "wire-m", events).Body.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", RelayBodies.Of(operation, "m", events).ContentType);
        using var request = new HttpRequestMessage(HttpMethod.Post, scene.Fakes[1].Url + "/" + PathOf(operation)) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + scene.Fakes[1].ApiKey);
        using var direct = await client.SendAsync(request, RelayScene.Bound);
        Assert.Equal(await direct.Content.ReadAsByteArrayAsync(RelayScene.Bound), bytes);
        Assert.Equal(direct.Content.Headers.ContentType!.ToString(), answer.ContentType);
        Assert.Equal(200, answer.StatusCode);
        Assert.Equal(operation is RelayOperations.Speech || events, answer.IsStream);
        Assert.Equal(events, answer.IsEventStream);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Relay_WhenAChannelFails_GoesOnWithTheNext(string operation, bool events, string fault)
    {
        await using var scene = new RelayScene();
        var (struck, kind) = fault switch
        {
            "server" => (Fault.ServerError(), OneApiErrorKind.ProviderUnavailable),
            "unauthorized" => (Fault.Unauthorized(), OneApiErrorKind.Authentication),
            "empty" => (Fault.EmptySuccess(), OneApiErrorKind.EmptyResponse),
            "reset" => (Fault.Reset(), OneApiErrorKind.ProviderUnavailable),
            _ => (Fault.ErrorInSuccess(), OneApiErrorKind.ProviderUnavailable),
        };
        scene.Fakes[0].Fault(struck);

        var (_, bytes) = await scene.RelayAsync(RelayBodies.Of(operation, "m", events));

        Assert.NotEmpty(bytes);
        Assert.Equal([1, 1], scene.Requests);
        var record = scene.Usage.Only;
        Assert.Equal((CallOutcome.Succeeded, "two", operation), (record.Outcome, record.Channel, record.Operation));
        Assert.Equal([kind, (OneApiErrorKind?)null], record.Attempts.Select(static attempt => attempt.ErrorKind));
    }

    [Fact]
    public async Task Relay_APageUnderASuccess_IsNoAnswer()
    {
        await using var scene = new RelayScene();
        scene.Fakes[0].Fault(Fault.Html(200));

        await scene.RelayAsync(RelayBodies.Of(RelayOperations.Speech));

        Assert.Equal(OneApiErrorKind.ProtocolViolation, scene.Usage.Only.Attempts[0].ErrorKind);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Relay_AnInvalidRequest_GoesNoFurther(string operation, bool events)
    {
        await using var scene = new RelayScene();
        scene.Fakes[0].Fault(Fault.InvalidRequest());

        var error = await Assert.ThrowsAsync<OneApiException>(() => scene.RelayAsync(RelayBodies.Of(operation, "m", events)));

        Assert.Equal(OneApiErrorKind.InvalidRequest, error.Kind);
        Assert.Equal([1, 0], scene.Requests);
        Assert.Equal((CallOutcome.Failed, OneApiErrorKind.InvalidRequest), (scene.Usage.Only.Outcome, scene.Usage.Only.ErrorKind!.Value));
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task Relay_WhenCancelled_ReachesTheProviderAtOnce(string operation, bool events)
    {
        await using var scene = new RelayScene();
        using var caller = new CancellationTokenSource();
        scene.Fakes[0].Fault(Fault.Silence());

        var relaying = scene.RelayAsync(RelayBodies.Of(operation, "m", events), caller.Token);
        await scene.Fakes[0].WaitForRequestAsync(RelayScene.Bound);
        var cancelled = Stopwatch.GetTimestamp();
        await caller.CancelAsync();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => relaying);

        var request = scene.Fakes[0].Requests[0];
        await request.Disconnected.WaitAsync(TimeSpan.FromSeconds(10), RelayScene.Bound);
        Assert.Equal(caller.Token, error.CancellationToken);
        Assert.InRange(Stopwatch.GetElapsedTime(cancelled, request.DisconnectedTimestamp!.Value).TotalMilliseconds, 0, 500);
        Assert.Equal(CallOutcome.Cancelled, scene.Usage.Only.Outcome);
    }

    [Theory]
    [InlineData(RelayOperations.Speech, false)]
    [InlineData(RelayOperations.Speech, true)]
    [InlineData(RelayOperations.Transcriptions, true)]
    public async Task Relay_AStreamThatBreaks_EndsInATypedErrorAndMovesOnToNobody(string operation, bool events)
    {
        await using var scene = new RelayScene();
        scene.Fakes[0].Fault(Fault.CutStream(1));
        await using var answer = await scene.Gateway.RelayAsync(RelayBodies.Of(operation, "m", events), RelayScene.Bound);

        List<byte> bytes = [];
        var error = await Assert.ThrowsAsync<OneApiException>(async () =>
        {
            await foreach (var piece in answer.ReadAsync(RelayScene.Bound))
            {
                bytes.AddRange(piece.Span);
            }
        });

        Assert.Equal(("one", OneApiErrorKind.ProtocolViolation), (error.Channel, error.Kind));
        Assert.NotEmpty(bytes);
        Assert.Equal([1, 0], scene.Requests);
        var record = scene.Usage.Only;
        Assert.Equal((CallOutcome.Broken, OneApiErrorKind.ProtocolViolation, true), (record.Outcome, record.ErrorKind!.Value, record.IsEstimated));
    }

    [Fact]
    public async Task Relay_AnErrorInTheMiddleOfEvents_IsAnErrorAndNotGivenOn()
    {
        await using var scene = new RelayScene();
        scene.Fakes[0].Fault(Fault.ErrorMidStream(1));
        await using var answer = await scene.Gateway.RelayAsync(RelayBodies.Of(RelayOperations.Transcriptions, "m", events: true), RelayScene.Bound);

        var text = new StringBuilder();
        var error = await Assert.ThrowsAsync<OneApiException>(async () =>
        {
            await foreach (var piece in answer.ReadAsync(RelayScene.Bound))
            {
                text.Append(Encoding.UTF8.GetString(piece.Span));
            }
        });

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, error.Kind);
        Assert.Contains("transcript.text.delta", text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("error", text.ToString(), StringComparison.Ordinal);
        Assert.Equal(CallOutcome.Broken, scene.Usage.Only.Outcome);
    }

    [Fact]
    public async Task Relay_SoundIsHandedOutBeforeItsEndHasCome()
    {
        await using var scene = new RelayScene();
        scene.Fakes[0].Fault(Fault.StallAfter(1));
        await using var answer = await scene.Gateway.RelayAsync(RelayBodies.Of(RelayOperations.Speech), RelayScene.Bound);

        await foreach (var piece in answer.ReadAsync(RelayScene.Bound))
        {
            Assert.Equal((byte[])[0xFF, 0xFB, .. "Good mor"u8], piece.ToArray());
            break; // the rest never comes
        }

        await scene.Fakes[0].Requests[0].Disconnected.WaitAsync(TimeSpan.FromSeconds(10), RelayScene.Bound);
        Assert.Equal(CallOutcome.Cancelled, scene.Usage.Only.Outcome);
    }

    [Fact]
    public async Task Dispose_OfAnUnreadStream_CutsTheProviderOffAndSettlesOnce()
    {
        await using var scene = new RelayScene();
        scene.Fakes[0].Fault(Fault.StallAfter(1));
        var answer = await scene.Gateway.RelayAsync(RelayBodies.Of(RelayOperations.Speech), RelayScene.Bound);

        await answer.DisposeAsync();
        await answer.DisposeAsync();

        await scene.Fakes[0].Requests[0].Disconnected.WaitAsync(TimeSpan.FromSeconds(10), RelayScene.Bound);
        Assert.Equal(CallOutcome.Cancelled, scene.Usage.Only.Outcome);
        Assert.Throws<InvalidOperationException>(() => answer.ReadAsync(RelayScene.Bound));
    }

    [Theory]
    [InlineData(RelayOperations.Transcriptions, false, "m", 35, false)]
    [InlineData(RelayOperations.Transcriptions, true, "m", 35, false)]
    [InlineData(RelayOperations.Rerank, false, "m", 2 + 3 + 2 + 2, false)] // FakeUsage.Count of the query and of each document
    [InlineData(RelayOperations.Speech, true, "m", 5, false)]
    [InlineData(RelayOperations.Speech, false, "m", 7, true)] // 19 bytes, a third rounded up
    [InlineData(RelayOperations.Moderations, false, "m", 4 + 3, true)]
    public async Task Record_HasWhatWasReported_ElseAnEstimate(string operation, bool events, string model, int input, bool isEstimated)
    {
        await using var scene = new RelayScene();

        await scene.RelayAsync(RelayBodies.Of(operation, model, events));

        Assert.Equal((input, isEstimated), ((int)scene.Usage.Only.Usage!.InputTokenCount!, scene.Usage.Only.IsEstimated));
        Assert.Equal(operation is RelayOperations.Speech ? 19 : null, scene.Usage.Only.Usage.AdditionalCounts?.GetValueOrDefault(UsageCounts.Characters));
    }

    /// <summary>protocols/openai.md §12: whisper-1 reports seconds and no tokens.</summary>
    [Fact]
    public async Task Record_OfWhisper_HasTheSeconds()
    {
        await using var scene = new RelayScene(static options => options.Channels[0].ModelMap["m"] = "whisper-1");

        await scene.RelayAsync(RelayBodies.Of(RelayOperations.Transcriptions));

        var record = scene.Usage.Only;
        Assert.Equal((4, null, false), (record.Usage!.AdditionalCounts![UsageCounts.Seconds], record.Usage.InputTokenCount, record.IsEstimated));
    }

    [Fact]
    public async Task Relay_OfAChannelThatDoesNotOfferIt_GoesToOneThatDoes()
    {
        await using var scene = new RelayScene(static options => options.Channels[0].Provider = "deepseek");

        await scene.RelayAsync(RelayBodies.Of(RelayOperations.Rerank));

        Assert.Equal([0, 1], scene.Requests);
    }

    [Fact]
    public async Task Relay_WhatNobodyOffers_IsModelNotFound()
    {
        await using var scene = new RelayScene(start: FakeOpenAI.Start, provider: "openai");

        var error = await Assert.ThrowsAsync<OneApiException>(() => scene.RelayAsync(RelayBodies.Of(RelayOperations.Rerank)));

        Assert.Equal(OneApiErrorKind.ModelNotFound, error.Kind);
        await Assert.ThrowsAsync<ArgumentException>(() => scene.Gateway.RelayAsync(RelayBodies.Json("chat", "m", "{}"), RelayScene.Bound));
    }

    [Fact]
    public async Task Relay_WithFallbacksHeadersAndProgress_UsesThem()
    {
        await using var scene = new RelayScene(static options =>
        {
            options.Channels[1].Models = ["spare"];
            options.ForwardHeaders = ["X-Tenant"];
        });
        scene.Fakes[0].Fault(Fault.ServerError());
        var progress = new CallProgress();
        var request = RelayBodies.Of(RelayOperations.Moderations);
        request.Fallbacks = ["spare"];
        request.ForwardedHeaders = new Dictionary<string, string> { ["X-Tenant"] = "blue", ["Authorization"] = "no" };
        request.Labels = new Dictionary<string, string> { ["team"] = "red" };
        request.EndUser = "ann";
        request.Progress = progress;

        await scene.RelayAsync(request);

        Assert.Equal(("spare", "two", 2), (progress.Model, progress.Channel, progress.Attempts));
        Assert.Same(scene.Usage.Only, progress.Record);
        Assert.Equal(("ann", "red"), (progress.Record!.EndUser, progress.Record.Labels["team"]));
        Assert.Equal("blue", scene.Fakes[1].Requests[0].Headers["X-Tenant"]);
        using var sent = JsonDocument.Parse(scene.Fakes[1].Requests[0].Body);
        Assert.Equal("spare", sent.RootElement.GetProperty("model").GetString());
    }

    private static string PathOf(string operation) => operation is RelayOperations.Moderations or RelayOperations.Rerank ? operation : "audio/" + operation;
}
