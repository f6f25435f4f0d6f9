using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.Testing;

namespace OneApi.Client.AspNetCore.Tests.HealthChecks;

/// <summary>What ASP.NET Core is told of the channels.</summary>
public sealed class OneApiHealthCheckTests
{
    [Fact]
    public async Task AllChannelsReady_IsHealthy_AndAsksNoProvider()
    {
        await using var gateway = new HealthyGateway();

        var entry = await gateway.CheckAsync();

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal("2 channels, all ready.", entry.Description);
        Assert.All(gateway.Fakes, static fake => Assert.Empty(fake.Requests));
    }

    [Fact]
    public async Task ChannelThatRests_WhileAnotherServes_IsDegraded_AndSaysWhySinceWhenUntilWhen()
    {
        await using var gateway = new HealthyGateway();
        gateway.Fakes[0].Fault(Fault.RateLimited(TimeSpan.FromSeconds(60)), times: 1);
        await gateway.AskAsync("gpt-x");

        var entry = await gateway.CheckAsync();

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        var resting = Assert.Single(Channels(entry), static one => one.State is ChannelHealthState.Resting);
        Assert.Equal(
            ("one", "gpt-x", HealthReason.RateLimited, HealthEnd.Probe, gateway.Time.GetUtcNow().AddSeconds(60)),
            (resting.Channel, resting.Model, resting.Reason, resting.EndsBy, resting.Until));
        Assert.NotNull(resting.Since);
        Assert.Contains("1 of 2 channels rest in whole or in part: one key ", entry.Description, StringComparison.Ordinal);
        Assert.Contains("gpt-x (RateLimited, until 2026-03-01T12:01:00Z).", entry.Description, StringComparison.Ordinal);
        Assert.Empty(Unserved(entry));
    }

    [Fact]
    public async Task RestThatIsOver_IsDegraded_UntilACallGoesWell()
    {
        await using var gateway = new HealthyGateway();
        gateway.Fakes[0].Fault(Fault.RateLimited(TimeSpan.FromSeconds(60)), times: 1);
        await gateway.AskAsync("gpt-x");

        gateway.Time.Advance(TimeSpan.FromSeconds(60));
        var probing = await gateway.CheckAsync();
        await gateway.AskAsync("gpt-x");
        var after = await gateway.CheckAsync();

        Assert.Equal((HealthStatus.Degraded, HealthStatus.Healthy), (probing.Status, after.Status));
        Assert.Contains("the next call tries it", probing.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task NobodyLeft_IsTheFailureStatusOfTheRegistration(HealthStatus? failureStatus, HealthStatus expected)
    {
        await using var gateway = new HealthyGateway(checks => checks.AddOneApi(failureStatus: failureStatus));
        await gateway.RestAsync("one");
        await gateway.RestAsync("two");

        var entry = await gateway.CheckAsync();

        Assert.Equal(expected, entry.Status);
        Assert.Equal(["gpt-x", "gpt-y"], Unserved(entry).Select(static model => model.Model).Order());
        Assert.EndsWith("Served by nobody: gpt-x in default, gpt-y in default.", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModelThatNobodyServes_WhileOthersAreServed_IsDegraded()
    {
        await using var gateway = new HealthyGateway();
        await gateway.RestAsync("two"); // the only one with gpt-y

        var entry = await gateway.CheckAsync();

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Equal("gpt-y", Assert.Single(Unserved(entry)).Model);
    }

    [Fact]
    public async Task BreakerOfTheOnlyModel_IsUnhealthy_AlthoughTheChannelItselfIsReady()
    {
        await using var gateway = new HealthyGateway(channels: 1);
        gateway.Fakes[0].Fault(Fault.ServerError());
        for (var i = 0; i < 5; i++)
        {
            await gateway.AskAsync("gpt-x");
        }

        var entry = await gateway.CheckAsync();

        Assert.Equal(HealthStatus.Unhealthy, entry.Status);
        Assert.Equal(ChannelHealthState.Ready, Channels(entry)[0].State);
    }

    [Theory]
    [InlineData("gpt-x", HealthStatus.Degraded)] // one of two has it still
    [InlineData("gpt-y", HealthStatus.Unhealthy)]
    [InlineData("gpt-unknown", HealthStatus.Unhealthy)]
    public async Task NamedModels_AreAllThatMatters(string model, HealthStatus expected)
    {
        await using var gateway = new HealthyGateway(checks => checks.AddOneApi(configure: options => options.Models.Add(model)));
        await gateway.RestAsync("two");

        Assert.Equal(expected, (await gateway.CheckAsync()).Status);
    }

    [Fact]
    public async Task NamedModels_ThatTheOthersDoNotTouch_AreHealthy()
    {
        await using var gateway = new HealthyGateway(checks => checks.AddOneApi(configure: static options => options.Models.Add("gpt-y")));
        await gateway.RestAsync("one");

        Assert.Equal(HealthStatus.Healthy, (await gateway.CheckAsync()).Status);
    }

    [Fact]
    public async Task ChannelOffInTheConfiguration_IsAsItShouldBe()
    {
        await using var gateway = new HealthyGateway();
        gateway.Set("Channels:1:Enabled", "false");

        var entry = await gateway.CheckAsync();

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Contains("two (SwitchedOff in the configuration)", entry.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChangesOfTheConfiguration_AreSeenAtOnce()
    {
        await using var gateway = new HealthyGateway();
        gateway.Set("Channels:0:Enabled", "false");
        gateway.Set("Channels:1:Enabled", "false");
        Assert.Equal(HealthStatus.Unhealthy, (await gateway.CheckAsync()).Status);

        gateway.Set("Channels:1:Enabled", "true");
        Assert.Equal(HealthStatus.Healthy, (await gateway.CheckAsync()).Status);
    }

    [Fact]
    public async Task ModelThatAProviderDoesNotHave_DoesNotWorryAnybody()
    {
        await using var gateway = new HealthyGateway(models: "*");
        gateway.Fakes[0].Fault(Fault.ModelNotFound(), times: 1);
        await gateway.AskAsync("thought-up");

        var entry = await gateway.CheckAsync();

        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Contains(Channels(entry), static one => one.Reason is HealthReason.ModelRefused);
    }

    [Fact]
    public async Task Data_CanBeWrittenAsJson_AndHoldNoKey()
    {
        await using var gateway = new HealthyGateway();
        gateway.Fakes[0].Fault(Fault.Unauthorized());
        await gateway.AskAsync("gpt-x");

        var entry = await gateway.CheckAsync();
        var json = JsonSerializer.Serialize(entry.Data);

        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("\"Channel\":\"one\"", json, StringComparison.Ordinal);
        Assert.All(gateway.Fakes, fake => Assert.DoesNotContain(fake.ApiKey, json + entry.Description, StringComparison.Ordinal));
        Assert.Contains(Channels(entry), static one => one is { Channel: "one", Reason: HealthReason.KeyRefused, Key.Length: 8 });
    }

    [Fact]
    public async Task SeveralChecks_StandBesideEachOther_WithNamesAndTags()
    {
        await using var gateway = new HealthyGateway(static checks => checks
            .AddOneApi(tags: ["live"])
            .AddOneApi("y", static options => options.Models.Add("gpt-y"), tags: ["ready"]));
        await gateway.RestAsync("two");

        var report = await gateway.ReportAsync();

        Assert.Equal((HealthStatus.Degraded, HealthStatus.Unhealthy), (report.Entries["oneapi"].Status, report.Entries["y"].Status));
        Assert.Equal("live", Assert.Single(report.Entries["oneapi"].Tags));
        Assert.Equal("ready", Assert.Single(report.Entries["y"].Tags));
    }

    [Fact]
    public async Task CheckWithoutTheGateway_NamesTheCallThatIsMissing()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddHealthChecks().AddOneApi();
        await using var provider = services.BuildServiceProvider();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken));

        Assert.Contains("services.AddOneApi", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddOneApi_ChecksItsArguments()
    {
        Assert.Throws<ArgumentNullException>("builder", static () => OneApiHealthChecksBuilderExtensions.AddOneApi(null!));
        Assert.Throws<ArgumentException>("name", static () => new ServiceCollection().AddHealthChecks().AddOneApi(""));
    }

    [Fact]
    public async Task Endpoint_AnswersWithTheStatus()
    {
        await using var fake = FakeOpenAI.Start();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOneApi(options => options.Channels.Add(new() { Name = "one", Provider = "openai", ApiKey = fake.ApiKey, BaseUrl = fake.Url, Models = { "gpt-x" } }));
        builder.Services.AddHealthChecks().AddOneApi();
        await using var app = builder.Build();
        app.MapHealthChecks("/health", new HealthCheckOptions());
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };

        var healthy = await http.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<IChannelHealth>().RestAsync("one", null, null, TestContext.Current.CancellationToken);
        var failed = await http.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (healthy.StatusCode, failed.StatusCode));
        Assert.Equal("Unhealthy", await failed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static IReadOnlyList<ChannelHealthEntry> Channels(HealthReportEntry entry) => Assert.IsAssignableFrom<IReadOnlyList<ChannelHealthEntry>>(entry.Data["channels"]);

    private static IReadOnlyList<ModelHealthEntry> Unserved(HealthReportEntry entry) => Assert.IsAssignableFrom<IReadOnlyList<ModelHealthEntry>>(entry.Data["unserved_models"]);
}
