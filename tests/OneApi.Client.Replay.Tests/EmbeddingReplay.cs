using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using OneApi.Client.Replay.Tests.Gateway;
using OneApi.Client.Replay.Tests.Oracle;
using OneApi.Client.Replay.Tests.Recordings;
using OneApi.Client.Replay.Tests.Serving;
using Xunit;

namespace OneApi.Client.Replay.Tests;

/// <summary>Every recorded embedding answer comes out of the gateway as its body says, or as the right error.</summary>
public sealed class EmbeddingReplay
{
    public static IEnumerable<TheoryDataRow<string>> Cases => RecordingSet.Rows(one => one.IsEmbedding);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Replays(string id)
    {
        var exchange = RecordingSet.Load(id);
        var expected = ReplayOracle.Embeddings(exchange);
        var inputs = Inputs(exchange);
        using var timeout = ReplayTimeout.Start();
        await using var server = SlicingServer.Start(exchange);
        await using var gateway = GatewayUnderTest.Start(exchange.Case.Channel, server.Url);

        GeneratedEmbeddings<Embedding<float>> embeddings = [];
        GatewayFailure? failure = null;
        try
        {
            embeddings = await gateway.Embeddings.GenerateAsync(inputs, Options(exchange), timeout.Token);
        }
        catch (Exception exception) when (GatewayUnderTest.FailureOf(exception) is not null)
        {
            failure = GatewayUnderTest.FailureOf(exception);
        }

        var request = Assert.Single(server.Requests);
        exchange.AssertAddress(request.Target);
        Assert.Equal(inputs, SentInputs(exchange.Case.Wire, JsonNode.Parse(request.Body)!));
        var differences = Differences(expected, embeddings, failure);
        Assert.True(differences.Count == 0, $"{id} through {exchange.Case.Channel}\n{string.Join('\n', differences)}");
    }

    private static EmbeddingGenerationOptions Options(Exchange exchange)
    {
        var body = exchange.RequestJson();
        var dimensions = (int?)body?["dimensions"] ?? (int?)body?["requests"]?[0]?["outputDimensionality"];

        return new()
        {
            ModelId = exchange.Model,

            // One recording asks for −42, which the options themselves refuse.
            Dimensions = dimensions is > 0 ? dimensions : null,
        };
    }

    /// <summary>The recorded inputs; as many words where they are token numbers, and the text alone where there is an image beside it.</summary>
    private static List<string> Inputs(Exchange exchange)
    {
        var body = exchange.RequestJson()!;
        if (exchange.Case.Wire is Wire.GeminiEmbeddings)
        {
            return SentInputs(exchange.Case.Wire, body);
        }

        return body["input"] is JsonArray many ? [.. many.Select((one, index) => one is JsonValue value ? value.GetValue<string>() : $"tokens {index}")] : [body["input"]!.GetValue<string>()];
    }

    private static List<string> SentInputs(Wire wire, JsonNode body)
    {
        if (wire is Wire.OpenAIEmbeddings)
        {
            return body["input"] is JsonArray many ? [.. many.Select(one => one!.GetValue<string>())] : [body["input"]!.GetValue<string>()];
        }

        var requests = body["requests"]?.AsArray() ?? [body.DeepClone()];
        return [.. requests.Select(one => one!["content"]!["parts"]![0]!["text"]!.GetValue<string>())];
    }

    private static List<string> Differences(ExpectedEmbeddings expected, GeneratedEmbeddings<Embedding<float>> embeddings, GatewayFailure? failure)
    {
        var found = new List<string>();
        ReplayComparison.CompareFailure(expected.Errors, failure, found);
        if (embeddings.Count != expected.Vectors.Count)
        {
            found.Add($"{embeddings.Count} vectors, expected {expected.Vectors.Count}");
            return found;
        }

        for (var i = 0; i < embeddings.Count; i++)
        {
            if (!AreSame(expected.Vectors[i], embeddings[i].Vector.Span))
            {
                found.Add($"vector {i} differs");
            }
        }

        if (failure is null)
        {
            ReplayComparison.CompareCount("input tokens", expected.Input, embeddings.Usage?.InputTokenCount, found);
            ReplayComparison.CompareCount("total tokens", expected.Total, embeddings.Usage?.TotalTokenCount, found);
        }

        return found;
    }

    /// <summary>The last bit of a float may differ by how its decimal digits were read.</summary>
    private static bool AreSame(float[] expected, ReadOnlySpan<float> actual)
    {
        if (expected.Length != actual.Length)
        {
            return false;
        }

        for (var i = 0; i < expected.Length; i++)
        {
            if (Math.Abs(expected[i] - actual[i]) > Math.Abs(expected[i]) * 1e-6f)
            {
                return false;
            }
        }

        return true;
    }
}
