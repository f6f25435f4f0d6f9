using Microsoft.Extensions.AI;
using OneApi.Client.Replay.Tests.Gateway;
using OneApi.Client.Replay.Tests.Oracle;
using OneApi.Client.Replay.Tests.Recordings;
using OneApi.Client.Replay.Tests.Serving;
using Xunit;

namespace OneApi.Client.Replay.Tests;

/// <summary>Every recorded chat answer comes out of the gateway as its body says, or as the right error.</summary>
public sealed class ChatReplay
{
    public static IEnumerable<TheoryDataRow<string>> Cases => RecordingSet.Rows(one => one.IsChat);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Replays(string id)
    {
        var exchange = RecordingSet.Load(id);
        var expected = ReplayOracle.Chat(exchange);
        using var timeout = ReplayTimeout.Start();
        await using var server = SlicingServer.Start(exchange);
        await using var gateway = GatewayUnderTest.Start(exchange.Case.Channel, server.Url);

        var options = RawChatOptions.For(exchange);
        var observed = exchange.Case.Stream
            ? await Observed.StreamedAsync(gateway.Chat, options, timeout.Token)
            : await Observed.WholeAsync(gateway.Chat, options, timeout.Token);

        exchange.AssertAddress(Assert.Single(server.Requests).Target);
        var differences = ReplayComparison.Differences(expected, observed);
        Assert.True(differences.Count == 0, $"{id} through {exchange.Case.Channel}\n{string.Join('\n', differences)}");
    }
}
