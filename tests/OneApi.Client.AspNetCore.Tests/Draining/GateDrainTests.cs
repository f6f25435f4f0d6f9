using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using OneApi.Client.AspNetCore.Draining;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Tests.Draining;

/// <summary>Calls at the gate while the host stops.</summary>
public sealed class GateDrainTests : IDisposable
{
    private readonly DrainState _drain = new();
    private readonly Gate _gate;

    public GateDrainTests() => _gate = new(new CallerReader(new KnownProxies([]), requiresKey: false), new(), _drain, TimeProvider.System, NullLogger<Gate>.Instance);

    public void Dispose() => _drain.Dispose();

    [Fact]
    public async Task ALateCall_IsRefused_InItsDialect_AndItsWorkIsNotBegun()
    {
        _drain.Begin();
        var context = Context();

        await _gate.RunAsync(context, WriteError, static (_, _) => throw new InvalidOperationException("It was begun."));

        Assert.Equal(503, context.Response.StatusCode);
        Assert.Equal("2", context.Response.Headers.RetryAfter.ToString());
        Assert.Equal("true", context.Response.Headers["x-should-retry"].ToString());
        Assert.Equal("gateway_overloaded", BodyOf(context));
    }

    [Fact]
    public async Task ACall_CountsWhileItRuns_AlsoWhenItFails()
    {
        var running = 0;

        await _gate.RunAsync(Context(), WriteError, (_, _) =>
        {
            running = _drain.Running;
            throw EndpointException.Invalid(null, "wrong");
        });

        Assert.Equal((1, 0), (running, _drain.Running));
    }

    [Fact]
    public async Task ACallWhoseTimeIsOver_IsEnded_AndItsCallerIsTold()
    {
        var context = Context();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var call = _gate.RunAsync(context, WriteError, async (exchange, _) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, exchange.Ended);
        });
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        _drain.Begin();
        await _drain.EndRunningAsync();
        await call.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.Equal(503, context.Response.StatusCode);
        Assert.Equal("gateway_overloaded", BodyOf(context));
        Assert.True(_drain.WhenIdleAsync().IsCompleted);
    }

    private static DefaultHttpContext Context() => new() { Response = { Body = new MemoryStream() } };

    private static void WriteError(System.Buffers.IBufferWriter<byte> output, EndpointError error, string requestId) =>
        Encoding.UTF8.GetBytes(error.Code ?? "", output);

    private static string BodyOf(HttpContext context) => Encoding.UTF8.GetString(((MemoryStream)context.Response.Body).ToArray());
}
