using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static OneApi.Client.Tests.Protocols.Spark.SparkWire;

namespace OneApi.Client.Tests.Transport;

/// <summary>One socket for each call: what comes in which pieces, how it ends, and that nothing is left open. Spoken with Spark's frames.</summary>
public sealed class SocketChatWireTests
{
    private static readonly string Whole = Frame(2, 0, Said("Good morning, 世界 🌍"));

    private static CancellationToken Bound => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Doors => [false, true];

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task OneMessageGoesOut_OneAnswerComesIn_AndTheSocketIsClosed(bool streaming)
    {
        string? sent = null;
        await using var server = SocketServer.Start(async peer =>
        {
            sent = await peer.ReadAsync();
            await peer.SendAsync(Whole);
        });

        var answer = await AskAsync(server, streaming);

        Assert.Equal("Good morning, 世界 🌍", answer.Response.Text);
        Assert.Contains("\"content\":\"hello\"", sent, StringComparison.Ordinal);
        Assert.StartsWith("GET /v3.5/chat?authorization=", server.Head, StringComparison.Ordinal);
        await server.ClientLeft;
    }

    /// <summary>Every place where a message can be cut, within characters of several bytes too.</summary>
    [Theory]
    [MemberData(nameof(Doors))]
    public async Task FragmentsAreJoined_WhereverTheyAreCut(bool streaming)
    {
        var bytes = Encoding.UTF8.GetBytes(Whole);
        await using var server = SocketServer.Start(async peer =>
        {
            await peer.ReadAsync();
            for (var i = 0; i < bytes.Length; i++)
            {
                await peer.SendPartAsync([bytes[i]], isLast: i == bytes.Length - 1);
            }
        });

        Assert.Equal("Good morning, 世界 🌍", (await AskAsync(server, streaming)).Response.Text);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task TwoMessagesInOnePacket_AreTwo_AndPingsAreNone(bool streaming)
    {
        await using var server = SocketServer.Start(async peer =>
        {
            await peer.ReadAsync();
            await peer.SendRawAsync([0x89, 0x01, (byte)'p', .. Unmasked(Frame(0, 0, Said("a"))), 0x89, 0x00, .. Unmasked(Frame(2, 1, Said("b")))]);
        });

        var answer = await AskAsync(server, streaming);

        Assert.Equal("ab", answer.Response.Text);
        Assert.Empty(answer.Warnings);
    }

    [Theory]
    [MemberData(nameof(Doors))]
    public async Task ABinaryMessage_IsReadLikeText(bool streaming)
    {
        await using var server = SocketServer.Start(async peer =>
        {
            await peer.ReadAsync();
            await peer.SendPartAsync(Encoding.UTF8.GetBytes(Whole), isLast: true, System.Net.WebSockets.WebSocketMessageType.Binary);
        });

        Assert.Equal("Good morning, 世界 🌍", (await AskAsync(server, streaming)).Response.Text);
    }

    public static TheoryData<bool, string, OneApiErrorKind> Ends => new()
    {
        { false, "close at once", OneApiErrorKind.ProviderUnavailable },
        { true, "close at once", OneApiErrorKind.ProviderUnavailable },
        { false, "cut at once", OneApiErrorKind.ProviderUnavailable },
        { true, "cut at once", OneApiErrorKind.ProviderUnavailable },
        { false, "close", OneApiErrorKind.ProtocolViolation },
        { true, "close", OneApiErrorKind.ProtocolViolation },
        { false, "cut", OneApiErrorKind.ProtocolViolation },
        { true, "cut", OneApiErrorKind.ProtocolViolation },
        { false, "half a message", OneApiErrorKind.ProtocolViolation },
        { true, "half a message", OneApiErrorKind.ProtocolViolation },
        { false, "no UTF-8", OneApiErrorKind.ProtocolViolation },
        { true, "no UTF-8", OneApiErrorKind.ProtocolViolation },
        { false, "no frame", OneApiErrorKind.ProtocolViolation },
        { true, "no frame", OneApiErrorKind.ProtocolViolation },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task ASocketThatEndsEarly_IsAnError(bool streaming, string how, OneApiErrorKind kind)
    {
        await using var server = SocketServer.Start(async peer =>
        {
            await peer.ReadAsync();
            if (!how.EndsWith("at once", StringComparison.Ordinal))
            {
                await peer.SendAsync(Frame(0, 0, Said("a")));
            }

            switch (how)
            {
                case "close at once" or "close":
                    await peer.CloseAsync();
                    break;
                case "half a message":
                    await peer.SendPartAsync("{\"header\":"u8.ToArray(), isLast: false);
                    peer.Cut();
                    break;
                case "no UTF-8":
                    await peer.SendRawAsync(0x81, 0x02, 0xC3, 0x28);
                    break;
                case "no frame":
                    await peer.SendRawAsync(0xF1, 0x00); // bits that nobody agreed to
                    break;
                default:
                    peer.Cut();
                    break;
            }
        });

        var failure = (await AskAsync(server, streaming)).Failure;

        Assert.Equal(kind, failure.Kind);
        Assert.Equal(streaming && kind == OneApiErrorKind.ProtocolViolation ? "a" : null, failure.PartialText);
    }

    [Fact]
    public async Task AMessageBeyondTheLimit_IsRefused_BeforeItIsWhole()
    {
        await using var server = SocketServer.Start(async peer =>
        {
            await peer.ReadAsync();
            var part = new byte[1024 * 1024];
            Array.Fill(part, (byte)' ');
            for (var i = 0; i < 9; i++)
            {
                await peer.SendPartAsync(part, isLast: false);
            }

            await peer.HoldAsync();
        });

        var failure = (await AskAsync(server, streaming: false)).Failure;

        Assert.Equal((OneApiErrorKind.ProtocolViolation, "A message of the socket is longer than the limit."), (failure.Kind, failure.ProviderMessage));
        await server.ClientLeft;
    }

    [Fact]
    public async Task AnAnswerThatAgreesToAnotherKey_IsNoSocket()
    {
        await using var server = SocketServer.Start(static peer => peer.HoldAsync(), agrees: false);

        Assert.Equal(OneApiErrorKind.ProtocolViolation, (await AskAsync(server, streaming: false)).Failure.Kind);
        await server.ClientLeft;
    }

    public static TheoryData<bool, string> Awaits => new()
    {
        { false, "first frame" },
        { true, "first frame" },
        { false, "next frame" },
        { true, "next frame" },
        { false, "rest of a frame" },
        { true, "rest of a frame" },
    };

    [Theory]
    [MemberData(nameof(Awaits))]
    public async Task Cancellation_EndsTheSocket_WhereverTheCallWaits(bool streaming, string where)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = SocketServer.Start(async peer =>
        {
            await peer.ReadAsync();
            if (where != "first frame")
            {
                await peer.SendAsync(Frame(0, 0, Said("a")));
            }

            if (where == "rest of a frame")
            {
                await peer.SendPartAsync("{\"header\":"u8.ToArray(), isLast: false);
            }

            reached.SetResult();
            await peer.HoldAsync();
        });
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Bound);

        var asking = AskAsync(server, streaming, caller.Token);
        await reached.Task.WaitAsync(Bound);
        await caller.CancelAsync();

        var cancelled = Assert.IsAssignableFrom<OperationCanceledException>((await asking).Error);
        Assert.Equal(caller.Token, cancelled.CancellationToken);
        await server.ClientLeft;
    }

    /// <summary>The socket is not agreed to: the call waits for the head of the answer.</summary>
    [Fact]
    public async Task Cancellation_EndsTheOpeningToo()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Bound);
        await using var services = Services($"ws://{listener.LocalEndpoint}");

        var asking = Gateway.Answer.OfAsync(services.GetRequiredService<IChatClient>(), true, [new(ChatRole.User, "hello")], new() { ModelId = Max }, caller.Token);
        using var client = await listener.AcceptTcpClientAsync(Bound);
        var buffer = new byte[4096];
        Assert.NotEqual(0, await client.GetStream().ReadAsync(buffer, Bound)); // the request is on its way
        await caller.CancelAsync();

        Assert.IsAssignableFrom<OperationCanceledException>((await asking).Error);
        while (await client.GetStream().ReadAsync(buffer, Bound).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Bound) > 0)
        {
        }
    }

    [Fact]
    public async Task AStreamThatIsLeft_EndsItsSocket()
    {
        await using var server = SocketServer.Start(async peer =>
        {
            await peer.ReadAsync();
            await peer.SendAsync(Frame(0, 0, Said("a")));
            await peer.HoldAsync();
        });
        await using var services = Services(server.Url);

        await foreach (var update in services.GetRequiredService<IChatClient>().GetStreamingResponseAsync("hello", new() { ModelId = Max }, Bound))
        {
            Assert.Equal("a", update.Text);
            break;
        }

        await server.ClientLeft;
    }

    /// <summary>A ping is a byte: it keeps a stream from counting as idle, and not from counting as without content.</summary>
    [Fact]
    public async Task Pings_KeepAStreamAlive_UntilTheLimitOfContent()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var pinged = new SemaphoreSlim(0);
        var ping = new SemaphoreSlim(0);
        await using var server = SocketServer.Start(async peer =>
        {
            await peer.ReadAsync();
            await peer.SendAsync(Frame(0, 0, Said("a")));
            for (var i = 0; i < 8; i++)
            {
                await ping.WaitAsync(Bound);
                await peer.SendRawAsync(0x89, 0x00);
                await peer.ReadRawAsync(6); // the pong, masked: the client has read the ping
                pinged.Release();
            }
        });
        await using var services = Services(server.Url, time, static timeouts => (timeouts.Idle, timeouts.IdleContent) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(60)));
        await using var stream = services.GetRequiredService<IChatClient>().GetStreamingResponseAsync("hello", new() { ModelId = Max }, Bound).GetAsyncEnumerator(Bound);
        Assert.True(await stream.MoveNextAsync());

        var next = stream.MoveNextAsync().AsTask();
        for (var i = 0; i < 8; i++)
        {
            Assert.False(next.IsCompleted);
            ping.Release();
            await pinged.WaitAsync(Bound);
            time.Advance(TimeSpan.FromSeconds(8)); // 64 in all, never ten without a byte
        }

        var failure = await Assert.ThrowsAsync<OneApiException>(() => next);
        Assert.Equal((OneApiErrorKind.Timeout, "idle_content"), (failure.Kind, failure.Limit));
    }

    [Theory]
    [InlineData("ws://127.0.0.1:1", true)]
    [InlineData("wss://spark.example", true)]
    [InlineData("http://127.0.0.1:1", true)]
    [InlineData("https://spark.example", true)]
    [InlineData("ftp://spark.example", false)]
    public void SocketAddresses_AreTaken_ForWiresOfSockets(string address, bool isTaken) => Check("websocket", address, isTaken);

    [Theory]
    [InlineData("ws://127.0.0.1:1", false)]
    [InlineData("https://spark.example/v1", true)]
    public void SocketAddresses_AreRefused_ForOtherWires(string address, bool isTaken) => Check("http", address, isTaken);

    private static void Check(string protocol, string address, bool isTaken)
    {
        var services = new ServiceCollection();
        services.AddOneApi(options => options.Channels.Add(new() { Name = "s", Provider = "spark", Protocol = protocol, ApiKey = "k", SecretKey = "s", AppId = "a", BaseUrl = address }));
        using var provider = services.BuildServiceProvider();

        var thrown = Record.Exception(() => provider.GetRequiredService<IChatClient>());

        Assert.Equal(isTaken, thrown is null);
    }

    private static async Task<Gateway.Answer> AskAsync(SocketServer server, bool streaming, CancellationToken? cancellationToken = null)
    {
        await using var services = Services(server.Url);
        return await Gateway.Answer.OfAsync(services.GetRequiredService<IChatClient>(), streaming, [new(ChatRole.User, "hello")], new() { ModelId = Max }, cancellationToken ?? Bound);
    }

    private static ServiceProvider Services(string url, TimeProvider? time = null, Action<ChannelTimeouts>? configure = null)
    {
        var services = new ServiceCollection();
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        services.AddOneApi(options =>
        {
            var channel = new ChannelConfig { Name = "one", Provider = "spark", ApiKey = "k", SecretKey = "s", AppId = "a", BaseUrl = url };
            configure?.Invoke(channel.Timeouts);
            options.Channels.Add(channel);
            options.Failover.SameChannelRetries = 0;
        });
        return services.BuildServiceProvider();
    }

    /// <summary>A server's message of text in one frame (RFC 6455 §5.2), shorter than 64 KiB.</summary>
    private static byte[] Unmasked(string message)
    {
        var bytes = Encoding.UTF8.GetBytes(message);
        return [0x81, .. bytes.Length < 126 ? [(byte)bytes.Length] : (byte[])[126, (byte)(bytes.Length >> 8), (byte)bytes.Length], .. bytes];
    }
}
