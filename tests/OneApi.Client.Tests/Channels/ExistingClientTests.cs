using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace OneApi.Client.Tests.Channels;

/// <summary>Any existing client as a channel.</summary>
public class ExistingClientTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string, OneApiErrorKind, HttpStatusCode?> Errors => new()
    {
        { "status 401", OneApiErrorKind.Authentication, HttpStatusCode.Unauthorized },
        { "status 403", OneApiErrorKind.PermissionDenied, HttpStatusCode.Forbidden },
        { "status 429", OneApiErrorKind.RateLimited, HttpStatusCode.TooManyRequests },
        { "status 400", OneApiErrorKind.InvalidRequest, HttpStatusCode.BadRequest },
        { "status 503", OneApiErrorKind.ProviderUnavailable, HttpStatusCode.ServiceUnavailable },
        { "no status", OneApiErrorKind.ProviderUnavailable, null },
        { "socket", OneApiErrorKind.ProviderUnavailable, null },
        { "timeout", OneApiErrorKind.Timeout, null },
        { "client timeout", OneApiErrorKind.Timeout, null },
        { "its own", OneApiErrorKind.ContextLengthExceeded, HttpStatusCode.RequestEntityTooLarge },
        { "json", OneApiErrorKind.ProtocolViolation, null },
        { "anything", OneApiErrorKind.Unknown, null },
        { "stray cancellation", OneApiErrorKind.Unknown, null },
    };

    private static Exception Make(string error) => error switch
    {
        "no status" => new HttpRequestException("refused"),
        "socket" => new SocketException((int)SocketError.ConnectionRefused),
        "timeout" => new TimeoutException(),
        "client timeout" => new TaskCanceledException("HttpClient.Timeout", new TimeoutException()),
        "its own" => new OneApiException(OneApiErrorKind.ContextLengthExceeded) { StatusCode = HttpStatusCode.RequestEntityTooLarge, ProviderCode = "too_long", RequestId = "r1" },
        "json" => new JsonException(),
        "anything" => new InvalidOperationException("sk-PLANTEDPLANTEDPLANTED"),
        "stray cancellation" => new OperationCanceledException(),
        _ => new HttpRequestException("bad", null, (HttpStatusCode)int.Parse(error["status ".Length..], System.Globalization.CultureInfo.InvariantCulture)),
    };

    private static TestGateway Of(params (string Name, IChatClient Client, int Priority)[] channels) => new(services =>
    {
        var builder = services.AddOneApi();
        foreach (var (name, client, priority) in channels)
        {
            builder.AddChannel(name, _ => client, channel => channel.Priority = priority);
        }
    });

    private static Task<ChatResponse> AskAsync(TestGateway gateway, bool streaming, ChatOptions? options = null)
    {
        options ??= new() { ModelId = "m" };
        return streaming
            ? gateway.Client.GetStreamingResponseAsync("hi", options, TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken)
            : gateway.Client.GetResponseAsync("hi", options, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TakesPartInFailover(bool streaming)
    {
        var second = new StubChatClient("second");
        await using var gateway = Of(("first", StubChatClient.Failing(static () => new HttpRequestException("x", null, HttpStatusCode.Forbidden)), 1), ("second", second, 0));

        var response = await AskAsync(gateway, streaming);

        Assert.Equal("from second", response.Text);
        Assert.Equal(1, second.Calls);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Errors_GetTheirKind(string error, OneApiErrorKind kind, HttpStatusCode? status)
    {
        foreach (var streaming in (bool[])[false, true])
        {
            await using var gateway = new TestGateway(services => services
                .AddOneApi(static options => options.Failover.SameChannelRetries = 0)
                .AddChannel("only", _ => StubChatClient.Failing(() => Make(error))));

            var thrown = await Assert.ThrowsAsync<OneApiException>(() => AskAsync(gateway, streaming));

            Assert.Equal((kind, status, "only"), (thrown.Kind, thrown.StatusCode, thrown.Channel));
            Assert.Equal(kind, Assert.Single(thrown.Attempts).ErrorKind);
            Assert.DoesNotContain("PLANTED", thrown.Message + thrown.ProviderMessage, StringComparison.Ordinal);
            if (error == "its own")
            {
                Assert.Equal(("too_long", "r1"), (thrown.ProviderCode, thrown.RequestId));
            }
        }
    }

    [Fact]
    public async Task OptionsThatItSees_ArePlain()
    {
        var client = new StubChatClient();
        await using var gateway = Of(("a", client, 0));
        OneApiChatOptions options = new()
        {
            ModelId = "m",
            Group = "default",
            EndUser = "end-user",
            Labels = new Dictionary<string, string> { ["l"] = "v" },
            ForwardedHeaders = new Dictionary<string, string> { ["X-A"] = "b" },
            Fallbacks = ["n"],
            Temperature = 0.5f,
            AdditionalProperties = new() { ["extra"] = 1 },
        };

        await AskAsync(gateway, streaming: false, options);

        Assert.Equal(typeof(ChatOptions), client.LastOptions!.GetType());
        Assert.Equal(typeof(ChatOptions), client.LastOptions.Clone().GetType());
        Assert.Equal(("m", 0.5f, 1), (client.LastOptions.ModelId, client.LastOptions.Temperature, client.LastOptions.AdditionalProperties!["extra"]));
        Assert.NotSame(options.AdditionalProperties, client.LastOptions.AdditionalProperties);
    }

    [Fact]
    public async Task OptionsOfItsOwnType_ReachIt_AsACopy()
    {
        var client = new StubChatClient();
        await using var gateway = Of(("a", client, 0));
        var options = new VendorOptions { ModelId = "m", Special = "yes" };

        await AskAsync(gateway, streaming: false, options);

        Assert.Equal("yes", Assert.IsType<VendorOptions>(client.LastOptions).Special);
        Assert.NotSame(options, client.LastOptions);
    }

    [Fact]
    public async Task NoOptionsOfItsOwn_StillGetTheModel()
    {
        var client = new StubChatClient();
        await using var gateway = new TestGateway(services => services
            .AddOneApi(static options => options.DefaultModel = "m")
            .AddChannel("a", _ => client, static channel => channel.ModelMap["m"] = "mapped"));

        await gateway.Client.GetResponseAsync("hi", null, TestContext.Current.CancellationToken);

        Assert.Equal("mapped", client.LastOptions?.ModelId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EmptyAnswers_AreFailures(bool streaming)
    {
        var empty = new StubChatClient { Answer = static (_, _) => Task.FromResult(new ChatResponse([new ChatMessage(ChatRole.Assistant, [new TextContent(""), new UsageContent(new() { InputTokenCount = 1 })])])) };
        await using var alone = Of(("a", empty, 0));
        await using var both = Of(("a", empty, 1), ("b", new StubChatClient("b"), 0));

        var error = await Assert.ThrowsAsync<OneApiException>(() => AskAsync(alone, streaming));

        Assert.Equal(OneApiErrorKind.EmptyResponse, error.Kind);
        Assert.Equal("from b", (await AskAsync(both, streaming)).Text);
    }

    [Theory]
    [InlineData("tool", false)]
    [InlineData("tool", true)]
    [InlineData("length", false)]
    [InlineData("length", true)]
    public async Task AnswersWithoutText_ThatSaySomethingElse_AreNotEmpty(string kind, bool streaming)
    {
        var response = kind == "tool"
            ? new ChatResponse(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("1", "f")])) { FinishReason = ChatFinishReason.ToolCalls }
            : new ChatResponse(new ChatMessage(ChatRole.Assistant, "")) { FinishReason = ChatFinishReason.Length };
        await using var gateway = Of(("a", new StubChatClient { Answer = (_, _) => Task.FromResult(response) }, 0));

        Assert.Equal(response.FinishReason, (await AskAsync(gateway, streaming)).FinishReason);
    }

    /// <summary>How a client connects can't be seen, so the connect limit (5 s) must not end a whole answer that takes its time.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ConnectLimit_DoesNotHoldForClients_TheOthersDo(bool streaming)
    {
        var time = new FakeTimeProvider();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource<ChatResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        var client = new StubChatClient
        {
            Answer = (_, token) =>
            {
                entered.TrySetResult();
                return release.Task.WaitAsync(token);
            },
        };
        await using var gateway = new TestGateway(services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.AddOneApi().AddChannel("a", _ => client);
        });
        var call = AskAsync(gateway, streaming);
        await entered.Task.WaitAsync(TestContext.Current.CancellationToken);

        time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(call.IsCompleted);
        time.Advance(streaming ? TimeSpan.FromSeconds(10) : TimeSpan.FromMinutes(5));

        var error = await Assert.ThrowsAsync<OneApiException>(() => call);
        Assert.Equal((OneApiErrorKind.Timeout, streaming ? "first_token" : "total"), (error.Kind, error.Limit));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CallersCancellation_ReachesIt_AndStaysACancellation(bool streaming)
    {
        using var caller = new CancellationTokenSource();
        var client = new StubChatClient
        {
            Answer = async (_, token) =>
            {
                await caller.CancelAsync();
                token.ThrowIfCancellationRequested();
                return StubChatClient.Say("too late");
            },
        };
        await using var gateway = Of(("a", client, 0), ("b", new StubChatClient(), -1));
        ChatOptions options = new() { ModelId = "m" };

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => streaming
            ? gateway.Client.GetStreamingResponseAsync("hi", options, caller.Token).ToChatResponseAsync(None)
            : gateway.Client.GetResponseAsync("hi", options, caller.Token));

        Assert.Equal(caller.Token, error.CancellationToken);
    }

    [Fact]
    public async Task AChannelWithoutAClient_SaysSo()
    {
        await using var gateway = Of(("nothing", null!, 0));

        Assert.Contains("'nothing'", Assert.Throws<InvalidOperationException>(() => gateway.Client).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ItIsNotDisposedWithTheGateway()
    {
        var client = new DisposableClient();
        var gateway = Of(("a", client, 0));
        Assert.Equal("from inner", (await AskAsync(gateway, streaming: false)).Text);

        await gateway.DisposeAsync();

        Assert.False(client.IsDisposed);
    }

    private sealed class VendorOptions : ChatOptions
    {
        public VendorOptions()
        {
        }

        private VendorOptions(VendorOptions other)
            : base(other)
        {
            Special = other.Special;
        }

        public string? Special { get; set; }

        public override ChatOptions Clone() => new VendorOptions(this);
    }

    private sealed class DisposableClient() : DelegatingChatClient(new StubChatClient("inner"))
    {
        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}
