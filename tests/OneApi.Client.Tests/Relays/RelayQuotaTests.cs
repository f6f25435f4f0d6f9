using Microsoft.Extensions.DependencyInjection;
using OneApi.Client.Quotas;
using OneApi.Client.Testing;

namespace OneApi.Client.Tests.Relays;

/// <summary>What relayed calls cost is set aside before and settled once.</summary>
public sealed class RelayQuotaTests
{
    [Theory]
    [InlineData(RelayOperations.Speech)]
    [InlineData(RelayOperations.Transcriptions)]
    [InlineData(RelayOperations.Moderations)]
    [InlineData(RelayOperations.Rerank)]
    public async Task Settled_OnceForThePriceOfTheCall_WhateverTheAttempts(string operation)
    {
        await using var scene = new RelayScene(static options => options.Prices["m"] = new() { PerCall = "0.006" });
        scene.Fakes[0].Fault(Fault.ServerError());
        var grant = await GrantAsync(scene);
        var request = RelayBodies.Of(operation);
        request.AccessToken = grant.Key;

        await scene.RelayAsync(request);

        var standing = await StandingAsync(scene, grant);
        Assert.Equal((6000, 0), (standing.SettledMicros, standing.HeldMicros));
        Assert.Equal((6000, 6000, 2), (scene.Usage.Only.ChargeMicros!.Value, scene.Usage.Only.ReservedMicros!.Value, scene.Usage.Only.Attempts.Count));
    }

    [Fact]
    public async Task Settled_ByTheTokensThatWereReported()
    {
        await using var scene = new RelayScene(static options => options.Prices["m"] = new() { Input = "2", AudioInput = "6", Output = "10", DefaultOutputTokens = 100 });
        var grant = await GrantAsync(scene);
        var request = RelayBodies.Of(RelayOperations.Transcriptions);
        request.AccessToken = grant.Key;

        await scene.RelayAsync(request);

        var output = FakeUsage.Count(System.Text.Encoding.UTF8.GetString(RelayBodies.Sound)); // the fake hears the file's bytes as text
        Assert.Equal((35 * 6) + (output * 10), (await StandingAsync(scene, grant)).SettledMicros);
    }

    [Fact]
    public async Task Released_WhenNothingWasDelivered()
    {
        await using var scene = new RelayScene(static options => options.Prices["m"] = new() { PerCall = "0.006" });
        scene.Fakes[0].Fault(Fault.ServerError());
        scene.Fakes[1].Fault(Fault.EmptySuccess());
        var grant = await GrantAsync(scene);
        var request = RelayBodies.Of(RelayOperations.Speech);
        request.AccessToken = grant.Key;

        await Assert.ThrowsAsync<OneApiException>(() => scene.RelayAsync(request));

        var standing = await StandingAsync(scene, grant);
        Assert.Equal((0, 0), (standing.SettledMicros, standing.HeldMicros));
    }

    [Fact]
    public async Task WithoutAPrice_ATokenWithAQuotaIsRefused_AndOneWithoutIsNot()
    {
        await using var scene = new RelayScene();
        var request = RelayBodies.Of(RelayOperations.Rerank);
        request.AccessToken = (await GrantAsync(scene)).Key;

        var error = await Assert.ThrowsAsync<OneApiException>(() => scene.RelayAsync(request));
        request.AccessToken = (await GrantAsync(scene, quota: null)).Key;
        await scene.RelayAsync(request);

        Assert.Equal(OneApiErrorKind.PriceUnknown, error.Kind);
        Assert.Equal([1, 0], scene.Requests);
    }

    /// <summary>What counts is the name that the endpoint has read; what stands in the body is overwritten.</summary>
    [Fact]
    public async Task AModelThatTheTokenMayNotUse_IsRefused_AndNeverSent()
    {
        await using var scene = new RelayScene();
        var grant = await scene.Services.GetRequiredService<IAccessTokens>().CreateAsync(new() { Name = "narrow", Models = ["other"] }, RelayScene.Bound);
        var request = RelayBodies.Of(RelayOperations.Moderations);
        request.AccessToken = grant.Key;

        var error = await Assert.ThrowsAsync<OneApiException>(() => scene.RelayAsync(request));

        Assert.Equal(OneApiErrorKind.CallerForbidden, error.Kind);
        Assert.Equal([0, 0], scene.Requests);
    }

    private static Task<AccessTokenGrant> GrantAsync(RelayScene scene, long? quota = 1_000_000) =>
        scene.Services.GetRequiredService<IAccessTokens>().CreateAsync(new() { Name = quota is null ? "unlimited" : "customer", QuotaMicros = quota }, RelayScene.Bound).AsTask();

    private static async Task<QuotaStanding> StandingAsync(RelayScene scene, AccessTokenGrant grant) =>
        (await scene.Services.GetRequiredService<IQuotaStore>().GetAsync(TokenAccounts.Total(grant.Token.Id), RelayScene.Bound))!;
}
