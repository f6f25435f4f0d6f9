using System.Text.Json;
using Microsoft.Extensions.AI;
using OneApi.Client.Protocols;
using OneApi.Client.Testing;

namespace OneApi.Client.Conformance.Tests;

/// <summary>What every chat provider must do alike, whole and streamed, against its own fake. A capability that the catalogue declares lacking is checked to be reported, never skipped.</summary>
public sealed class ConformanceTests
{
    private static readonly AIFunction Weather = AIFunctionFactory.Create((string city) => $"sunny in {city}", "get_weather", "The weather of a city.");
    private static readonly AIFunction Time = AIFunctionFactory.Create((string city) => $"noon in {city}", "get_time", "The time in a city.");

    private static readonly JsonElement Schema = JsonElement.Parse("""{"type":"object","properties":{"town":{"type":"string"}},"required":["town"],"additionalProperties":false}""");

    public static TheoryData<string, bool, string> Errors => new(
        from subject in Subjects.Names
        from streaming in (bool[])[false, true]
        from fault in ErrorCases.Names
        select (subject, streaming, fault));

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task Plain(string subject, bool streaming) => RunAsync(subject, streaming ? "streamed" : "plain", async gateway =>
    {
        gateway.Fake.Reply(new FakeReply { Text = "Good morning, 世界 🌍", ChunkSize = 3 });

        var answer = await gateway.AskAsync(streaming, "hello 世界");

        Assert.Equal("Good morning, 世界 🌍", answer.Text);
        Assert.Equal(ChatRole.Assistant, Assert.Single(answer.Response.Messages).Role);
        Assert.NotEqual(0, answer.Response.ResponseId?.Length);
        Assert.Empty(answer.Warnings);
        Assert.Contains("hello 世界", JsonText(gateway.Sent[^1]), StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task SystemPrompt(string subject, bool streaming) => RunAsync(subject, "system prompt", async gateway =>
    {
        var answer = await gateway.AskAsync(streaming, [new(ChatRole.System, "Speak like a sailor."), new(ChatRole.User, "hello")], new() { Instructions = "Be brief." });

        Assert.Equal("You said: hello", answer.Text);
        Assert.Contains("Speak like a sailor.", gateway.Sent[^1], StringComparison.Ordinal);
        Assert.Contains("Be brief.", gateway.Sent[^1], StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task MultiTurn(string subject, bool streaming) => RunAsync(subject, "multi-turn", async gateway =>
    {
        ChatMessage[] turns = [new(ChatRole.User, "first"), new(ChatRole.Assistant, "second"), new(ChatRole.User, "third"), new(ChatRole.Assistant, "fourth"), new(ChatRole.User, "fifth")];

        var answer = await gateway.AskAsync(streaming, turns);

        Assert.Equal("You said: fifth", answer.Text);
        AssertInOrder(gateway.Sent[^1], "first", "second", "third", "fourth", "fifth");
    });

    /// <summary>Roles that do not alternate, and an answer at the start: rewritten where a wire demands it, with every text kept.</summary>
    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task OddTurns(string subject, bool streaming) => RunAsync(subject, "odd turns", async gateway =>
    {
        ChatMessage[] turns =
        [
            new(ChatRole.Assistant, "greeting"), new(ChatRole.User, "first"), new(ChatRole.User, "second"),
            new(ChatRole.Assistant, "third"), new(ChatRole.Assistant, "fourth"), new(ChatRole.User, "fifth"),
        ];

        var answer = await gateway.AskAsync(streaming, turns);

        Assert.Contains("fifth", answer.Text, StringComparison.Ordinal);
        AssertInOrder(gateway.Sent[^1], "greeting", "first", "second", "third", "fourth", "fifth");
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task SingleTool(string subject, bool streaming) => RunAsync(subject, "tool", static profile => profile.Tools, async (gateway, isOffered) =>
    {
        var answer = await gateway.AskAsync(streaming, "call get_weather", new() { Tools = [Weather] });

        if (!isOffered)
        {
            Assert.Contains(nameof(ChatOptions.Tools), answer.Warned);
            return;
        }

        AssertCall(Assert.Single(answer.Calls), "get_weather");
        Assert.Equal(ChatFinishReason.ToolCalls, answer.Response.FinishReason);
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task ParallelTools(string subject, bool streaming) => RunAsync(subject, "parallel tools", static profile => profile.Tools && profile.ParallelTools, async (gateway, isOffered) =>
    {
        var answer = await gateway.AskAsync(streaming, "call get_weather and get_time", new() { Tools = [Weather, Time] });

        if (!isOffered)
        {
            Assert.True(answer.Calls.Length <= 1);
            return;
        }

        Assert.Equal(["get_weather", "get_time"], answer.Calls.Select(static call => call.Name));
        Assert.All(answer.Calls, static call => AssertCall(call, call.Name));
        Assert.Equal(2, answer.Calls.Select(static call => call.CallId).Distinct().Count());
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task ToolRoundTrip(string subject, bool streaming) => RunAsync(subject, "tool round trip", static profile => profile.Tools, async (gateway, isOffered) =>
    {
        if (!isOffered)
        {
            Assert.Contains(nameof(ChatOptions.Tools), (await gateway.AskAsync(streaming, options: new() { Tools = [Weather] })).Warned);
            return;
        }

        var client = new FunctionInvokingChatClient(gateway.Chat);

        var answer = await Answer.OfAsync(client, streaming, [new(ChatRole.User, "call get_weather")], new() { ModelId = gateway.Subject.Model, Tools = [Weather] }, Gateway.Bound);

        Assert.Contains("sunny in", answer.Text, StringComparison.Ordinal);
        Assert.Equal(2, gateway.Sent.Length);
        Assert.Contains("sunny in", JsonText(gateway.Sent[^1]), StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task JsonOutput(string subject, bool streaming) => RunAsync(subject, "JSON output", static profile => profile.JsonObject, async (gateway, isOffered) =>
    {
        var answer = await gateway.AskAsync(streaming, "Answer in JSON.", new() { ResponseFormat = ChatResponseFormat.Json });

        if (!isOffered)
        {
            Assert.Contains(nameof(ChatOptions.ResponseFormat), answer.Warned);
            return;
        }

        using var json = JsonDocument.Parse(answer.Text);
        Assert.Equal(JsonValueKind.Object, json.RootElement.ValueKind);
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task JsonSchema(string subject, bool streaming) => RunAsync(subject, "JSON schema", static profile => profile.JsonSchema, async (gateway, isOffered) =>
    {
        var answer = await gateway.AskAsync(streaming, "Answer in JSON.", new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "place") });

        if (!isOffered)
        {
            Assert.Contains(nameof(ChatOptions.ResponseFormat), answer.Warned);
            return;
        }

        using var json = JsonDocument.Parse(answer.Text);
        Assert.Equal(JsonValueKind.String, json.RootElement.GetProperty("town").ValueKind);
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task Stop(string subject, bool streaming) => RunAsync(subject, "stop", static profile => profile.Stop, async (gateway, isOffered) =>
    {
        var answer = await gateway.AskAsync(streaming, options: new() { StopSequences = ["HALT-HERE"] });

        Assert.Equal("You said: hello", answer.Text);
        Assert.Equal(isOffered, gateway.Sent[^1].Contains("HALT-HERE", StringComparison.Ordinal));
        Assert.Equal(!isOffered, answer.Warned.Contains(nameof(ChatOptions.StopSequences)));
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task Usage(string subject, bool streaming) => RunAsync(subject, "usage", async gateway =>
    {
        gateway.Fake.Reply(new FakeReply { Text = "some text", Usage = new() { InputTokens = 17, OutputTokens = 5 } });

        var answer = await gateway.AskAsync(streaming);

        var usage = answer.Response.Usage;
        Assert.Equal((17L, 5L, 22L), (usage?.InputTokenCount, usage?.OutputTokenCount, usage?.TotalTokenCount));
        Assert.True(answer.Updates.SelectMany(static update => update.Contents).OfType<UsageContent>().Count() <= 1);
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task FinishStop(string subject, bool streaming) => RunAsync(subject, "finish: stop", async gateway =>
        Assert.Equal(ChatFinishReason.Stop, (await gateway.AskAsync(streaming)).Response.FinishReason));

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task FinishLength(string subject, bool streaming) => RunAsync(subject, "finish: length", static profile => profile.TellsLength, async (gateway, isOffered) =>
    {
        gateway.Fake.Reply(new FakeReply { Text = "cut off", FinishReason = gateway.Subject.LengthWord, Usage = new() { InputTokens = 3, OutputTokens = 4 } });

        var answer = await gateway.AskAsync(streaming, options: new() { MaxOutputTokens = 4 });

        Assert.Equal("cut off", answer.Text);
        Assert.Equal(isOffered ? ChatFinishReason.Length : ChatFinishReason.Stop, answer.Response.FinishReason);
    });

    [Theory]
    [MemberData(nameof(Errors))]
    public Task Error(string subject, bool streaming, string fault) => RunAsync(subject, "error: " + fault, async gateway =>
    {
        var (struck, kind) = ErrorCases.Of(fault);
        gateway.Fake.Fault(struck);

        var failure = (await gateway.AskAsync(streaming)).Failure;

        Assert.Equal(gateway.Subject.KindsOfItsPage.GetValueOrDefault(fault, kind), failure.Kind);
        Assert.Equal(gateway.Subject.Provider, failure.Provider);
        Assert.DoesNotContain(gateway.Fake.ApiKey, failure.ToString() + failure.ProviderMessage, StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task WrongKey(string subject, bool streaming) => RunAsync(subject, "wrong key", async gateway =>
    {
        var subjectWithoutKey = gateway.Subject with { Configure = channel => Spoil(gateway.Subject, channel) };
        if (!Providers.ProviderCatalogue.Find(gateway.Subject.Provider)!.RequiresKey)
        {
            return; // a server without keys: there is nothing to refuse
        }

        await using var other = new Gateway(subjectWithoutKey);

        Assert.Equal(OneApiErrorKind.Authentication, (await other.AskAsync(streaming)).Failure.Kind);
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task CutStream(string subject, bool streaming) => RunAsync(subject, "cut stream", async gateway =>
    {
        gateway.Fake.Reply(new FakeReply { Chunks = ["first ", "second ", "third"] });
        gateway.Fake.Fault(Fault.CutStream(2));

        var failure = (await gateway.AskAsync(streaming)).Failure;

        Assert.Equal(OneApiErrorKind.ProtocolViolation, failure.Kind);
        Assert.Equal(streaming && !gateway.Subject.Wire.Profile.Aggregates ? "first second " : null, failure.PartialText);
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task ErrorMidStream(string subject, bool streaming) => RunAsync(subject, "error mid-stream", async gateway =>
    {
        gateway.Fake.Reply(new FakeReply { Chunks = ["first ", "second ", "third"] });
        gateway.Fake.Fault(Fault.ErrorMidStream(2));

        var failure = (await gateway.AskAsync(streaming)).Failure;

        Assert.Equal(OneApiErrorKind.ProviderUnavailable, failure.Kind);
        Assert.Equal(streaming && !gateway.Subject.Wire.Profile.Aggregates ? "first second " : null, failure.PartialText);
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task Cancellation(string subject, bool streaming) => RunAsync(subject, "cancellation", async gateway =>
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Gateway.Bound);
        gateway.Fake.Fault(Fault.StallAfter(0));

        var asking = gateway.AskAsync(streaming, [new(ChatRole.User, "hello")], cancellationToken: caller.Token);
        FakeRequest request;
        do
        {
            request = await gateway.Fake.WaitForRequestAsync(Gateway.Bound);
        }
        while (!gateway.Subject.IsCall(request));
        await caller.CancelAsync();

        Assert.IsAssignableFrom<OperationCanceledException>((await asking).Error);
        await gateway.Fake.WaitForDisconnectAsync(Gateway.Bound).WaitAsync(TimeSpan.FromSeconds(10), Gateway.Bound);
    });

    [Theory]
    [MemberData(nameof(Subjects.Doors), MemberType = typeof(Subjects))]
    public Task Timeout(string subject, bool streaming) => RunAsync(subject, "silence", async gateway =>
    {
        var impatient = gateway.Subject with
        {
            Configure = channel =>
            {
                gateway.Subject.Configure?.Invoke(channel);
                channel.Timeouts.FirstToken = TimeSpan.FromMilliseconds(300);
                channel.Timeouts.Total = TimeSpan.FromMilliseconds(300);
            },
        };
        await using var other = new Gateway(impatient);
        other.Fake.Fault(Fault.Silence());

        Assert.Equal(OneApiErrorKind.Timeout, (await other.AskAsync(streaming)).Failure.Kind);
    });

    public static TheoryData<string> Embedders => [.. Subjects.Names];

    [Theory]
    [MemberData(nameof(Embedders))]
    public Task Embeddings(string subject) => RunAsync(subject, "embeddings", static _ => true, async (gateway, _) =>
    {
        var isOffered = gateway.Subject.Wire.Embeddings;
        var generating = gateway.Embeddings.GenerateAsync(["one", "two", "three"], new() { ModelId = gateway.Subject.EmbeddingModel }, Gateway.Bound);
        if (!isOffered)
        {
            Assert.Equal(OneApiErrorKind.ModelNotFound, (await Assert.ThrowsAsync<OneApiException>(() => generating)).Kind);
            return;
        }

        var vectors = await generating;

        Assert.Equal(3, vectors.Count);
        Assert.All(vectors, static vector => Assert.NotEqual(0, vector.Vector.Length));
        Assert.Equal(3, vectors.Select(static vector => vector.Vector.Span[0]).Distinct().Count());
    }, static subject => subject.Wire.Embeddings);

    [Fact]
    public void EveryWireOfTheCatalogue_IsASubject() => Assert.Empty(Subjects.Missing);

    private static Task RunAsync(string subject, string name, Func<Gateway, Task> run) => RunAsync(subject, name, static _ => true, (gateway, _) => run(gateway));

    private static Task RunAsync(string subject, string name, Func<WireProfile, bool> offers, Func<Gateway, bool, Task> run, Func<Subject, bool>? shows = null)
    {
        var one = Subjects.Of(subject);
        var isOffered = offers(one.Wire.Profile.For(one.Model));
        return Results.RunAsync(one, name, isOffered && shows?.Invoke(one) != false, async () =>
        {
            await using var gateway = new Gateway(one);
            await run(gateway, isOffered);
        });
    }

    /// <summary>Makes the channel's proof a wrong one: the secret where something is signed or exchanged, else the key.</summary>
    private static void Spoil(Subject subject, ChannelConfig channel)
    {
        subject.Configure?.Invoke(channel);
        if (string.IsNullOrEmpty(channel.SecretKey))
        {
            channel.ApiKey += "x";
        }
        else
        {
            channel.SecretKey += "x";
        }
    }

    private static void AssertCall(FunctionCallContent call, string name)
    {
        Assert.Equal(name, call.Name);
        Assert.False(string.IsNullOrEmpty(call.CallId));
        Assert.Null(call.Exception);
        Assert.Equal(["city"], call.Arguments!.Keys);
    }

    private static void AssertInOrder(string text, params string[] parts)
    {
        var at = 0;
        foreach (var part in parts)
        {
            var found = text.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"'{part}' is missing behind the part before it: {text}");
            at = found + part.Length;
        }
    }

    /// <summary>Undoes JSON's escapes, so that texts can be looked for.</summary>
    private static string JsonText(string json) => System.Text.RegularExpressions.Regex.Unescape(json.Replace("\\\"", "\"", StringComparison.Ordinal));
}
