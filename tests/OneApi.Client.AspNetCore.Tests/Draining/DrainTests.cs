using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using OneApi.Client.AspNetCore.Draining;

namespace OneApi.Client.AspNetCore.Tests.Draining;

public sealed class DrainTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stopping_WithNothingRunning_WaitsForNobody()
    {
        using var host = await StartAsync(new());

        await host.StopAsync(Stop).WaitAsync(Bound, Stop);

        Assert.False(State(host).TryBegin());
    }

    [Fact]
    public async Task Stopping_WaitsForTheCallsThatRun_AndLetsNoneIn()
    {
        using var host = await StartAsync(new());
        var state = State(host);
        Assert.True(state.TryBegin());
        Assert.True(state.TryBegin());

        var stopping = host.StopAsync(Stop);
        await DrainingAsync(host);

        Assert.False(state.TryBegin());
        Assert.Equal(2, state.Running);
        state.End();
        Assert.False(stopping.IsCompleted);
        state.End();
        await stopping.WaitAsync(Bound, Stop);
        Assert.False(state.Ending.IsCancellationRequested);
    }

    [Fact]
    public async Task CallsThatDoNotEndInTime_AreEnded_AndMayStillSaySo()
    {
        var time = new FakeTimeProvider();
        using var host = await StartAsync(time);
        var state = State(host);
        Assert.True(state.TryBegin());
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var ending = state.Ending.Register(() => ended.SetResult());

        var stopping = host.StopAsync(Stop);
        await DrainingAsync(host);
        time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(ended.Task.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.2));

        await ended.Task.WaitAsync(Bound, Stop);
        Assert.False(stopping.IsCompleted);
        state.End();
        await stopping.WaitAsync(Bound, Stop);
    }

    /// <summary>SIGTERM is told to the application before the host begins to stop.</summary>
    [Fact]
    public async Task TheSignal_AloneBeginsTheDrain_AndReadinessFails()
    {
        using var host = await StartAsync(new());
        var checks = host.Services.GetRequiredService<HealthCheckService>();
        Assert.NotEqual(HealthStatus.Unhealthy, (await checks.CheckHealthAsync(Stop)).Status);

        host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.False(State(host).TryBegin());
        var report = await checks.CheckHealthAsync(Stop);
        Assert.Equal((HealthStatus.Unhealthy, "The gateway is shutting down."), (report.Status, report.Entries["oneapi"].Description));
        await host.StopAsync(Stop);
    }

    [Fact]
    public void TheRefusal_SaysWhenToTryAgain()
    {
        Assert.Equal((503, "gateway_overloaded", true), (DrainState.Refusal.Status, DrainState.Refusal.Code, DrainState.Refusal.ShouldRetry));
        Assert.True(DrainState.Refusal.RetryAfter >= TimeSpan.FromSeconds(1));
    }

    private static DrainState State(IHost host) => host.Services.GetRequiredService<DrainState>();

    /// <summary>Waits until the drain waits: the server says nothing of that, so its state is asked until it has begun.</summary>
    private static async Task DrainingAsync(IHost host)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        bound.CancelAfter(Bound);
        while (!State(host).IsDraining)
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<IHost> StartAsync(FakeTimeProvider time)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddOneApi(static options => options.Channels.Add(new() { Name = "a", Provider = "openai", ApiKey = "k" })).AddAspNetCore();
        builder.Services.AddHealthChecks().AddOneApi();
        var host = builder.Build();
        await host.StartAsync(Stop);
        return host;
    }
}
