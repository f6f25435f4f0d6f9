using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Gateway;

namespace OneApi.Client.Tests.Transport;

/// <summary>What becomes of an address that an answer gives, when the caller wants data.</summary>
public sealed class ImageDownloadTests
{
    [Fact]
    public async Task AFileThatFailsForAMoment_IsAskedForAgain_AndTheImageIsNotMadeAnew()
    {
        await using var host = FakeOpenAI.Start();
        host.Reply(static _ => null);
        var time = new SteppedTime();
        await using var scenario = Scenario(time, host.Url + "/_images/x.png");
        host.Fault(Fault.ServerError(503), times: 1);

        var call = MakeAsync(scenario);
        await time.TimerAsync(static due => due == TimeSpan.FromSeconds(1), Gateway.Scenario.Bound);
        time.Advance(TimeSpan.FromSeconds(1));
        var failure = await Assert.ThrowsAsync<OneApiException>(() => call);

        // The second answer is a 404, which stays one.
        Assert.Equal(OneApiErrorKind.ProtocolViolation, failure.Kind);
        Assert.Equal(2, host.Requests.Count);
        Assert.Single(scenario.Fake.Requests);
    }

    [Fact]
    public async Task WhatIsNotAnImage_IsNotGivenOut()
    {
        await using var host = FakeOpenAI.Start();
        host.Fault(Fault.Html(200));
        await using var scenario = Scenario(TimeProvider.System, host.Url + "/_images/x.png");

        var failure = await Assert.ThrowsAsync<OneApiException>(() => MakeAsync(scenario));

        Assert.Equal(OneApiErrorKind.ProtocolViolation, failure.Kind);
    }

    [Fact]
    public async Task NoCredentialOfTheChannel_GoesToTheHostOfTheFile()
    {
        await using var host = FakeOpenAI.Start();
        await using var scenario = Scenario(TimeProvider.System, host.Url + "/_images/x.png");

        await Assert.ThrowsAsync<OneApiException>(() => MakeAsync(scenario));

        var request = Assert.Single(host.Requests);
        Assert.DoesNotContain(request.Headers, header => header.Value.Contains(scenario.Fake.ApiKey, StringComparison.Ordinal));
        Assert.False(request.Headers.ContainsKey("Authorization"));
    }

    /// <summary>A caller that wants no data gets the address, and nothing is fetched.</summary>
    [Fact]
    public async Task WithoutAWish_NothingIsFetched()
    {
        await using var host = FakeOpenAI.Start();
        await using var scenario = Scenario(TimeProvider.System, host.Url + "/_images/x.png");

        var response = await scenario.Services.GetRequiredService<IImageGenerator>().GenerateAsync(new("a cat"), new() { ModelId = "dall-e-2" }, Gateway.Scenario.Bound);

        Assert.Equal(host.Url + "/_images/x.png", Assert.IsType<UriContent>(Assert.Single(response.Contents)).Uri.AbsoluteUri);
        Assert.Empty(host.Requests);
    }

    private static Task<ImageGenerationResponse> MakeAsync(Scenario scenario) => scenario.Services.GetRequiredService<IImageGenerator>()
        .GenerateAsync(new("a cat"), new() { ModelId = "dall-e-2", ResponseFormat = ImageGenerationResponseFormat.Data }, Gateway.Scenario.Bound);

    private static Scenario Scenario(TimeProvider time, string address)
    {
        var scenario = new Scenario("openai", before: services => services.AddSingleton(time));
        scenario.Fake.Reply(new FakeReply { RawBody = Encoding.UTF8.GetBytes($$"""{"created":1,"data":[{"url":"{{address}}"}]}""") });
        return scenario;
    }
}
