using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Tests.Gateway;

namespace OneApi.Client.Tests.Usage;

public sealed class UsageFeedTests
{
    [Fact]
    public async Task Listen_IsToldOfEachCall_UntilItEnds_AndHarmsNobody()
    {
        await using var scene = new Scenario("openai");
        var feed = scene.Services.GetRequiredService<IUsageFeed>();
        var told = new List<UsageRecord>();
        using var faulty = feed.Listen(static _ => throw new InvalidOperationException());
        var listening = feed.Listen(told.Add);

        await scene.AskAsync(streaming: false);
        await scene.AskAsync(streaming: true);
        listening.Dispose();
        listening.Dispose();
        await scene.AskAsync(streaming: false);

        Assert.Equal(scene.Usage.Records.Take(2), told);
        Assert.Equal(3, scene.Lines(1002).Length);
    }
}
