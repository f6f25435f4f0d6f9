using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Gateway;

/// <summary>What becomes of a provider's work when nobody waits for it any more.</summary>
public sealed class ImageTaskTests
{
    [Fact]
    public async Task WebUI_WhenTheCallerLeaves_IsInterrupted()
    {
        await using var fake = FakeStableDiffusion.Start();

        await LeaveAsync(fake);

        Assert.Equal(["/sdapi/v1/txt2img", "/sdapi/v1/progress", "/sdapi/v1/interrupt"], fake.Requests.Select(static request => request.Path));
        Assert.All(fake.Requests, static request => Assert.True(request.AuthenticationPassed));
    }

    /// <summary>One job runs at a time, and ours may still be waiting behind somebody else's.</summary>
    [Fact]
    public async Task WebUI_WhenSomebodyElsesJobRuns_IsLeftAlone()
    {
        await using var fake = FakeStableDiffusion.Start();
        fake.OthersTask = "task(other)";

        await LeaveAsync(fake);

        Assert.DoesNotContain(fake.Requests, static request => request.Path.EndsWith("/interrupt", StringComparison.Ordinal));
    }

    /// <summary>The caller's own cancellation comes back even when the provider can't be told.</summary>
    [Fact]
    public async Task WebUI_ThatDoesNotAnswerAnyMore_HoldsNobodyUp()
    {
        await using var fake = FakeStableDiffusion.Start();
        fake.Fault(Fault.Silence(), times: 1);
        fake.Fault(Fault.Reset());

        await LeaveAsync(fake, isHeld: true);

        Assert.Equal(2, fake.Requests.Count);
    }

    [Fact]
    public async Task WebUI_WithoutAKey_IsSentNone()
    {
        await using var fake = FakeStableDiffusion.Start(new FakeProviderOptions { ApiKey = "" });
        await using var services = Services(fake);

        var response = await services.GetRequiredService<IImageGenerator>().GenerateAsync(new("a cat"), new() { ModelId = "default" }, Scenario.Bound);

        Assert.Single(response.Contents);
        Assert.False(fake.Requests[0].Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task WebUI_TakesAPasswordAsTheSecret()
    {
        await using var fake = FakeStableDiffusion.Start(new FakeProviderOptions { ApiKey = "ann:pass word" });
        await using var services = Services(fake, static channel => (channel.ApiKey, channel.SecretKey) = ("ann", "pass word"));

        await services.GetRequiredService<IImageGenerator>().GenerateAsync(new("a cat"), new() { ModelId = "default" }, Scenario.Bound);

        Assert.Equal("Basic YW5uOnBhc3Mgd29yZA==", fake.Requests[0].Headers["Authorization"]);
    }

    private static async Task LeaveAsync(FakeStableDiffusion fake, bool isHeld = false)
    {
        if (!isHeld)
        {
            fake.Fault(Fault.Silence(), times: 1);
        }

        await using var services = Services(fake);
        using var caller = new CancellationTokenSource();
        var call = services.GetRequiredService<IImageGenerator>().GenerateAsync(new("a cat"), new() { ModelId = "default" }, caller.Token);
        await fake.WaitForRequestAsync(Scenario.Bound);

        await caller.CancelAsync();

        Assert.Equal(caller.Token, (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call)).CancellationToken);
    }

    private static ServiceProvider Services(FakeStableDiffusion fake, Action<ChannelConfig>? configure = null)
    {
        var channel = new ChannelConfig { Name = "one", Provider = "sd-webui", ApiKey = fake.ApiKey, BaseUrl = fake.Url };
        configure?.Invoke(channel);
        var services = new ServiceCollection();
        services.AddOneApi(options => options.Channels.Add(channel));
        return services.BuildServiceProvider();
    }
}
