using System.Drawing;
using System.Text;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;
using OneApi.Client.Protocols;
using OneApi.Client.Protocols.Replicate;
using OneApi.Client.Providers;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Tests.Protocols.Images;

/// <summary>protocols/images.md §7.</summary>
public sealed class ReplicateTests
{
    private const string Starting = """{"id":"p1","status":"starting","output":null,"urls":{"get":"https://elsewhere.example/p1","cancel":"https://elsewhere.example/p1/cancel"}}""";

    [Theory]
    [InlineData("black-forest-labs/flux-schnell", "/models/black-forest-labs/flux-schnell/predictions", """{"input":{"prompt":"a cat"}}""")]
    [InlineData("owner/name:abc", "/predictions", """{"version":"owner/name:abc","input":{"prompt":"a cat"}}""")]
    [InlineData("abc123", "/predictions", """{"version":"abc123","input":{"prompt":"a cat"}}""")]
    [InlineData("deployments/owner/name", "/deployments/owner/name/predictions", """{"input":{"prompt":"a cat"}}""")]
    public async Task AModel_IsAPath(string model, string path, string body)
    {
        var transport = Transport(ScriptedTransport.Request("replicate", model)).Reply(Starting, 201).Reply(Succeeded("[\"https://replicate.delivery/1.png\"]"));

        await transport.RunAsync();

        Assert.Equal("https://host/base" + path, transport.Sent[0].Url);
        Assert.Equal(body, transport.Json());
    }

    /// <summary>The key goes to the configured base, not to the address that an answer names.</summary>
    [Fact]
    public async Task Polls_GoToTheConfiguredBase()
    {
        var transport = Transport(ScriptedTransport.Request("replicate", "a/b")).Reply(Starting, 201).Reply(Succeeded("\"https://replicate.delivery/1.png\""));

        await transport.RunAsync();

        Assert.Equal("https://host/base/predictions/p1", transport.Sent[1].Url);
    }

    [Fact]
    public async Task UsualInputs_AreWritten_AndTheCallersWin()
    {
        var request = ScriptedTransport.Request("replicate", "a/b", "in blue", new() { ImageSize = new Size(1920, 1080), MediaType = "image/jpeg", AdditionalProperties = new() { ["seed"] = 3, ["prompt"] = "mine" } }, new UriContent("https://host/a.png", "image/png"));
        var transport = Transport(request).Reply(Succeeded("[\"https://replicate.delivery/1.png\"]"), 201);

        await transport.RunAsync();

        Assert.Equal("""{"input":{"aspect_ratio":"16:9","output_format":"jpg","image":"https://host/a.png","seed":3,"prompt":"mine"}}""", transport.Json());
        Assert.Equal(["ImageSize"], ScriptedTransport.Warned(request));
    }

    [Theory]
    [InlineData("\"https://replicate.delivery/1.png\"", 1)]
    [InlineData("[\"https://replicate.delivery/1.png\",\"https://replicate.delivery/2.png\"]", 2)]
    [InlineData("{\"image\":\"https://replicate.delivery/1.png\",\"text\":\"words\"}", 1)]
    [InlineData("[\"data:image/png;base64,iVBORw0KGgo=\"]", 1)]
    public async Task OutputsOfEveryShape(string output, int count)
    {
        var transport = Transport(ScriptedTransport.Request("replicate", "a/b")).Reply(Succeeded(output), 201);

        Assert.Equal(count, (await transport.RunAsync()).Contents.Count);
    }

    [Fact]
    public async Task NoOutput_IsAnEmptyResponse()
    {
        var transport = Transport(ScriptedTransport.Request("replicate", "a/b")).Reply(Succeeded("null"), 201);

        Assert.Equal(EmptyResponse, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    /// <summary>The table of images.md §7: how a prediction ends.</summary>
    [Theory]
    [InlineData("failed", "NSFW content detected. Try running it again, or try a different prompt.", ContentFiltered)]
    [InlineData("failed", "The input or output was flagged as sensitive. Please try again with different inputs. (E005)", ContentFiltered)]
    [InlineData("failed", "CUDA out of memory. Tried to allocate 2.00 GiB", ProviderUnavailable)]
    [InlineData("failed", "list index out of range", Unknown)]
    [InlineData("canceled", null, ProviderUnavailable)]
    [InlineData("aborted", null, ProviderUnavailable)]
    public async Task APredictionThatEndsBadly(string status, string? error, OneApiErrorKind expected)
    {
        var transport = Transport(ScriptedTransport.Request("replicate", "a/b"))
            .Reply(Starting, 201)
            .Reply($$"""{"id":"p1","status":"{{status}}","output":null,"error":{{(error is null ? "null" : $"\"{error}\"")}}}""");

        Assert.Equal(expected, (await Assert.ThrowsAsync<OneApiException>(transport.RunAsync)).Kind);
    }

    /// <summary>The table of images.md §7: answers.</summary>
    [Theory]
    [InlineData(401, """{"title":"Unauthenticated","detail":"You did not pass an authentication token","status":401}""", OneApiErrorKind.Authentication)]
    [InlineData(402, """{"title":"Insufficient credit","detail":"You have insufficient credit to run this model.","status":402}""", QuotaExhausted)]
    [InlineData(402, """{"title":"Free time limit reached","detail":"Set up billing","status":402}""", QuotaExhausted)]
    [InlineData(403, """{"detail":"no"}""", PermissionDenied)]
    [InlineData(404, """{"detail":"The requested resource could not be found.","status":404}""", ModelNotFound)]
    [InlineData(422, """{"title":"Input validation failed","detail":"- input.prompt is required","invalid_fields":[]}""", InvalidRequest)]
    [InlineData(422, """{"title":"Invalid version or not permitted","detail":"The specified version does not exist"}""", ModelNotFound)]
    [InlineData(429, """{"detail":"Request was throttled. Your rate limit resets in ~5s."}""", RateLimited)]
    [InlineData(500, """{"detail":"Internal server error"}""", ProviderUnavailable)]
    [InlineData(503, "", ProviderUnavailable)]
    public void Errors(int status, string body, OneApiErrorKind expected) =>
        Assert.Equal(expected, new ErrorClassifier(ProviderCatalogue.Find("replicate")!.Errors).Classify(ReplicateReader.ReadFault(status, Encoding.UTF8.GetBytes(body))));

    [Fact]
    public void AThrottledRequest_SaysWhenItMayComeAgain() =>
        Assert.Equal(TimeSpan.FromSeconds(5), ReplicateReader.ReadFault(429, """{"detail":"Request was throttled. Your rate limit resets in ~5s."}"""u8).RetryAfter);

    private static string Succeeded(string output) => $$"""{"id":"p1","status":"succeeded","output":{{output}},"error":null,"metrics":{"predict_time":1.2} }""";

    private static ScriptedTransport Transport(ImageRequest request) => new(new ReplicateImageProtocol(), request);
}
