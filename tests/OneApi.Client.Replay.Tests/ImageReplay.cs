using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Replay.Tests.Gateway;
using OneApi.Client.Replay.Tests.Oracle;
using OneApi.Client.Replay.Tests.Recordings;
using OneApi.Client.Replay.Tests.Serving;
using Xunit;

namespace OneApi.Client.Replay.Tests;

/// <summary>Every recorded image answer comes out of the gateway as its body says, or as the right error, and the request goes out as it was recorded.</summary>
public sealed class ImageReplay
{
    public static IEnumerable<TheoryDataRow<string>> Cases => RecordingSet.Rows(one => one.IsImage);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Replays(string id)
    {
        var exchange = RecordingSet.Load(id);
        using var timeout = ReplayTimeout.Start();
        await using var server = SlicingServer.Start(exchange);
        await using var gateway = GatewayUnderTest.Start(exchange.Case.Channel, server.Url);

        ImageGenerationResponse? response = null;
        GatewayFailure? failure = null;
        try
        {
            response = await gateway.Images.GenerateAsync(Request(exchange), Options(exchange), timeout.Token);
        }
        catch (Exception exception) when (GatewayUnderTest.FailureOf(exception) is not null)
        {
            failure = GatewayUnderTest.FailureOf(exception);
        }

        var request = Assert.Single(server.Requests);
        exchange.AssertAddress(request.Target);
        Assert.True(JsonNode.DeepEquals(exchange.RequestJson(), JsonNode.Parse(request.Body)), $"sent {JsonNode.Parse(request.Body)!.ToJsonString()}");
        if (exchange.Case.Status != 200)
        {
            Assert.Equal(nameof(OneApiErrorKind.InvalidRequest), failure?.Kind);
            Assert.Equal(exchange.Case.Status, failure?.StatusCode);
            return;
        }

        Assert.Null(failure);
        Assert.Equal(Expected(exchange), response!.Contents.Select(Address));
    }

    private static ImageGenerationRequest Request(Exchange exchange)
    {
        var body = exchange.RequestJson()!;
        var originals = body["images"]?.AsArray().Select(one => (AIContent)new DataContent((string)one!["url"]!)).ToList();
        return new((string)body["prompt"]!, originals);
    }

    private static ImageGenerationOptions Options(Exchange exchange) => new()
    {
        ModelId = exchange.Model,
        RawRepresentationFactory = _ => exchange.RequestJson(),
    };

    /// <summary>The recordings give addresses.</summary>
    private static IEnumerable<string> Expected(Exchange exchange) =>
        JsonNode.Parse(exchange.Body)!["data"]!.AsArray().Select(static one => (string)one!["url"]!);

    private static string Address(AIContent content) => Assert.IsType<UriContent>(content).Uri.OriginalString;
}
