using System.Text.Json.Nodes;
using OneApi.Client.Replay.Tests.Gateway;
using OneApi.Client.Replay.Tests.Recordings;
using OneApi.Client.Replay.Tests.Serving;
using Xunit;

namespace OneApi.Client.Replay.Tests;

/// <summary>A recorded request, given to the gateway as the raw request, reaches the provider as it was.</summary>
public sealed class RequestReplay
{
    public static IEnumerable<TheoryDataRow<string>> Cases => RecordingSet.Rows(one => one.IsChat && one.HasJsonRequest);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task RawBodyArrivesUnchanged(string id)
    {
        var exchange = RecordingSet.Load(id);
        using var timeout = ReplayTimeout.Start();
        await using var server = SlicingServer.Start(exchange);
        await using var gateway = GatewayUnderTest.Start(exchange.Case.Channel, server.Url);

        var options = RawChatOptions.For(exchange);
        _ = exchange.Case.Stream
            ? await Observed.StreamedAsync(gateway.Chat, options, timeout.Token)
            : await Observed.WholeAsync(gateway.Chat, options, timeout.Token);

        var request = Assert.Single(server.Requests);
        var arrived = JsonNode.Parse(request.Body)!.AsObject();
        CheckModel(exchange, request, arrived);
        CheckStream(exchange, arrived);
        AssertSame(Comparable(exchange.RequestJson()!), Comparable(arrived));
    }

    /// <summary>The model stands in the body, for Gemini in the URL. Azure and Bedrock recordings have it in the URL, our wire in the body.</summary>
    private static void CheckModel(Exchange exchange, ReceivedRequest request, JsonObject arrived)
    {
        if (exchange.Case.Wire is Wire.GenerateContent)
        {
            Assert.EndsWith($"/models/{exchange.Model}{exchange.PathSuffix}", Uri.UnescapeDataString(request.Path), StringComparison.Ordinal);
            return;
        }

        Assert.Equal(exchange.Model, (string?)arrived["model"]);
    }

    private static void CheckStream(Exchange exchange, JsonObject arrived)
    {
        if (exchange.Case.Wire is not Wire.GenerateContent)
        {
            Assert.Equal(exchange.Case.Stream, (bool?)arrived["stream"] ?? false);
        }
    }

    /// <summary>Drops what follows the call, not the raw request; the model was compared before.</summary>
    private static JsonObject Comparable(JsonObject body)
    {
        body.Remove("stream");
        body.Remove("stream_options");
        body.Remove("model");

        return body;
    }

    private static void AssertSame(JsonObject recorded, JsonObject arrived)
    {
        foreach (var name in recorded.Select(member => member.Key).Union(arrived.Select(member => member.Key)))
        {
            var same = recorded.ContainsKey(name) && arrived.ContainsKey(name) && JsonNode.DeepEquals(recorded[name], arrived[name]);
            Assert.True(same, $"'{name}' arrived as {Brief(arrived, name)}, recorded {Brief(recorded, name)}");
        }
    }

    /// <summary>Bodies hold whole files: never print one in full.</summary>
    private static string Brief(JsonObject body, string name)
    {
        var text = body.ContainsKey(name) ? body[name]?.ToJsonString() ?? "null" : "(absent)";

        return text.Length > 400 ? text[..400] + "…" : text;
    }
}
