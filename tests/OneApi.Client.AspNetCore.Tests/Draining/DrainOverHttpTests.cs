using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OneApi.Client.AspNetCore.Draining;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Tests.Draining;

/// <summary>The drain at a real server: its port stays open while a call runs, and closes after it.</summary>
public sealed class DrainOverHttpTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhileAStreamRuns_NewCallsAreRefused_AndReadinessFails_ThenTheServerStops()
    {
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await StartAsync(rest.Task);
        using var http = new HttpClient { BaseAddress = new(app.Urls.Single()) };
        using var stream = await http.GetAsync(Of("/stream"), HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync(Stop));
        Assert.Equal("first", await reader.ReadLineAsync(Stop));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(Of("/readyz"), Stop)).StatusCode);

        app.Lifetime.StopApplication();
        var stopping = app.StopAsync(Stop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync(Of("/readyz"), Stop)).StatusCode);
        using var late = await http.GetAsync(Of("/stream"), Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, late.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(2), late.Headers.RetryAfter?.Delta);
        Assert.Equal("gateway_overloaded", await late.Content.ReadAsStringAsync(Stop));
        Assert.False(stopping.IsCompleted);
        rest.SetResult();
        Assert.Equal("last", await reader.ReadToEndAsync(Stop));
        await stopping.WaitAsync(Bound, Stop);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(Of("/readyz"), Stop));
    }

    private static Uri Of(string path) => new(path, UriKind.Relative);

    private static async Task<WebApplication> StartAsync(Task rest)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOneApi(static options => options.Channels.Add(new() { Name = "a", Provider = "openai", ApiKey = "k" })).AddAspNetCore();
        builder.Services.AddHealthChecks().AddOneApi();
        var app = builder.Build();
        var gate = new Gate(new CallerReader(new KnownProxies([]), requiresKey: false), new(), app.Services.GetRequiredService<DrainState>(), TimeProvider.System, NullLogger<Gate>.Instance);
        app.MapHealthChecks("/readyz");
        app.MapGet("/stream", context => gate.RunAsync(
            context,
            static (output, error, _) => Encoding.UTF8.GetBytes(error.Code ?? "", output),
            async (exchange, _) =>
            {
                await exchange.Context.Response.WriteAsync("first\n", exchange.Aborted);
                await exchange.Context.Response.Body.FlushAsync(exchange.Aborted);
                await rest.WaitAsync(exchange.Ended);
                await exchange.Context.Response.WriteAsync("last", exchange.Aborted);
            }));
        await app.StartAsync(Stop);
        return app;
    }
}
