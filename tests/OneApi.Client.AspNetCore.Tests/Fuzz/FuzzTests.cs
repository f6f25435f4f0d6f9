using System.Net;
using System.Text;
using System.Text.Json;
using OneApi.Client.AspNetCore.Dialects;
using OneApi.Client.AspNetCore.Dialects.ChatCompletions;
using OneApi.Client.AspNetCore.Dialects.Completions;
using OneApi.Client.AspNetCore.Dialects.Messages;
using OneApi.Client.AspNetCore.Dialects.Responses;
using OneApi.Client.AspNetCore.Endpoints;
using OneApi.Client.AspNetCore.Relays;
using OneApi.Client.AspNetCore.Tests.Admin;
using OneApi.Client.AspNetCore.Tests.Endpoints;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.Fuzz;

/// <summary>T12: whatever stands in a body, it is read or refused in words. It is never the gateway's own failure, and it never hangs.</summary>
public sealed class FuzzTests
{
    private const int Bodies = 20_000;
    private const int Calls = 600;
    private const int Seed = 20261126;

    public static TheoryData<string> Paths => ["/v1/chat/completions", "/v1/messages", "/v1/responses", "/v1/completions", "/v1/embeddings", "/v1/images/generations", "/v1/moderations"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Paths))]
    public void TwentyThousandBodies_AreReadOrRefused(string path)
    {
        var mutator = new Mutator(Seed, BodiesOf(path));
        var read = ReaderOf(path);
        var (taken, refused) = (0, 0);
        var wrong = new List<string>();
        for (var i = 0; i < Bodies; i++)
        {
            var body = mutator.Next();
            try
            {
                BodyReader.CheckJson(body, 32);
                read(body);
                taken++;
            }
            catch (EndpointException refusal)
            {
                refused++;
                Assert.InRange(refusal.Error.Status, 400, 499);
                Assert.NotEmpty(refusal.Error.Message);
            }
            catch (Exception thrown)
            {
                wrong.Add($"{Encoding.UTF8.GetString(body)}\n    {thrown.GetType().Name}: {thrown.Message} {thrown.StackTrace?.Split('\n')[0]} {thrown.StackTrace?.Split('\n').FirstOrDefault(static line => line.Contains("OneApi", StringComparison.Ordinal))}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join('\n', wrong.DistinctBy(static one => one.Split('\n')[^1]).Take(10))}");
        Assert.True(taken > Bodies / 20 && refused > Bodies / 20, $"{taken} taken, {refused} refused"); // it goes both ways
    }

    /// <summary>The same through the whole of the gateway, to providers of three protocols.</summary>
    [Theory]
    [MemberData(nameof(Paths))]
    public async Task OverHttp_EveryBodyGetsItsAnswer_OrAnErrorObject(string path)
    {
        await using var openAI = FakeOpenAI.Start();
        await using var claude = FakeAnthropic.Start();
        await using var gemini = FakeGemini.Start();
        await using var host = await EndpointHost.StartAsync(options =>
        {
            options.Channels.Add(new() { Name = "openai", Provider = "openai", ApiKey = openAI.ApiKey, BaseUrl = openAI.Url, Models = ["*"] });
            options.Channels.Add(new() { Name = "claude", Provider = "anthropic", ApiKey = claude.ApiKey, BaseUrl = claude.Url, Models = ["*"] });
            options.Channels.Add(new() { Name = "gemini", Provider = "gemini", ApiKey = gemini.ApiKey, BaseUrl = gemini.Url, Models = ["*"] });
            options.Groups["default"] = new() { Strategy = RoutingStrategies.RoundRobin };
            options.Failover.SameChannelRetries = 0;
        });
        var mutator = new Mutator(Seed + 1, BodiesOf(path));
        var taken = 0;
        for (var i = 0; i < Calls; i++)
        {
            var body = mutator.Next();
            var (status, type, text) = await SendAsync(host.Client, path, body, host.Key);
            var where = $"{Encoding.UTF8.GetString(body)}\n    {status}: {text}";
            taken += status is HttpStatusCode.OK ? 1 : 0;

            Assert.True(status is not HttpStatusCode.InternalServerError && !text.Contains("internal_error", StringComparison.Ordinal), where);
            if (status is HttpStatusCode.OK && type == "text/event-stream")
            {
                Assert.True(text.Length > 0, where);
                continue;
            }

            var json = JsonElement.Parse(text);
            Assert.True(status is HttpStatusCode.OK || json.GetProperty("error").GetProperty("message").GetString() is { Length: > 0 }, where);
        }

        Assert.True(taken > Calls / 50, $"{taken} of {Calls} were taken");
    }

    [Fact]
    public async Task Admin_TwentyThousandTokens_AreMadeOrRefused()
    {
        await using var host = await AdminHost.StartAsync();
        var mutator = new Mutator(Seed, FuzzBodies.Token);
        var bodies = Enumerable.Range(0, Bodies).Select(i => Named(mutator.Next(), i)).ToList();
        var (made, refused) = (0, 0);

        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Stop }, async (body, _) =>
        {
            var (status, type, text) = await SendAsync(host.Http, "/api/v1/token", body, AdminHost.Key);
            var where = $"{Encoding.UTF8.GetString(body)}\n    {status}: {text}";
            var json = JsonElement.Parse(text);
            if (status is HttpStatusCode.Created)
            {
                Interlocked.Increment(ref made);
                return;
            }

            Interlocked.Increment(ref refused);
            Assert.True((int)status is >= 400 and < 500, where);
            Assert.True(type == "application/problem+json" && json.GetProperty("code").GetString() is { Length: > 0 }, where);
        });

        Assert.True(made > 100 && refused > 100, $"{made} made, {refused} refused");
    }

    /// <summary>Names are given once: each body has one of its own, where the name is still in it.</summary>
    private static byte[] Named(byte[] body, int number) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(body).Replace("\"customer_a_service\"", $"\"c{number}\"", StringComparison.Ordinal).Replace("\"name\":\"a\"", $"\"name\":\"a{number}\"", StringComparison.Ordinal));

    private static async Task<(HttpStatusCode Status, string? Type, string Text)> SendAsync(HttpClient http, string path, byte[] body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } } };
        request.Headers.Authorization = new("Bearer", key);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        bound.CancelAfter(TimeSpan.FromSeconds(30)); // nothing hangs
        using var answer = await http.SendAsync(request, bound.Token);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(bound.Token));
    }

    private static string[] BodiesOf(string path) => path switch
    {
        "/v1/chat/completions" => FuzzBodies.Chat,
        "/v1/messages" => FuzzBodies.Messages,
        "/v1/responses" => FuzzBodies.Responses,
        "/v1/completions" => FuzzBodies.Completions,
        "/v1/images/generations" => FuzzBodies.Images,
        "/v1/moderations" => FuzzBodies.Moderations,
        _ => FuzzBodies.Embeddings,
    };

    private static Action<byte[]> ReaderOf(string path)
    {
        switch (path)
        {
            case "/v1/embeddings":
                return static body => EmbeddingReader.Read(body);
            case "/v1/images/generations":
                return static body => ImageReader.ReadJson(body, isEdit: false);
            case "/v1/moderations":
                return static body => GatewayMembers.Read(body);
        }

        ChatDialect dialect = path switch
        {
            "/v1/chat/completions" => new ChatCompletionsDialect(TimeProvider.System),
            "/v1/messages" => new MessagesDialect(),
            "/v1/responses" => new ResponsesDialect(TimeProvider.System),
            _ => new CompletionsDialect(TimeProvider.System),
        };
        return body => dialect.Read(body);
    }
}
