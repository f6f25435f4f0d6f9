using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>
/// An answer as server-sent events, before and after its beginning is promised. Where nothing comes for a while, comments keep everybody in
/// between awake; the first of them promises status 200.
/// </summary>
internal sealed class EventStreamAnswer : IAsyncDisposable
{
    private static readonly byte[] KeepAlive = ": keep-alive\n\n"u8.ToArray();
    private readonly HttpContext _context;
    private readonly TimeProvider _time;
    private readonly TimeSpan _interval;
    private readonly Action _writeHeaders;
    private readonly PipeWriter _body;
    private readonly SemaphoreSlim _turn = new(1, 1); // the timer's comments and the call's events take turns
    private readonly ITimer _timer;
    private long _lastWrite;
    private bool _hasBegun;
    private bool _isOver;

    /// <param name="context">The request.</param>
    /// <param name="writeHeaders">Writes the headers that are known of the call, just before the answer begins.</param>
    /// <param name="options">When comments are due.</param>
    /// <param name="time">The clock.</param>
    public EventStreamAnswer(HttpContext context, Action writeHeaders, OneApiEndpointOptions options, TimeProvider time)
    {
        (_context, _writeHeaders, _time, _interval) = (context, writeHeaders, time, options.KeepAliveInterval);
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        _body = context.Response.BodyWriter;
        _lastWrite = time.GetTimestamp();
        _timer = time.CreateTimer(static state => _ = ((EventStreamAnswer)state!).StayAwakeAsync(), this, options.CommitAfter, options.KeepAliveInterval);
    }

    /// <summary>Takes the turn; the answer has begun from here on. Give it back with <see cref="FlushAsync"/>.</summary>
    public async ValueTask<IBufferWriter<byte>> BeginWriteAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        Begin();
        return _body;
    }

    /// <summary>Sends what was written, and gives the turn back.</summary>
    public async ValueTask FlushAsync()
    {
        try
        {
            await _body.FlushAsync(_context.RequestAborted).ConfigureAwait(false);
            _lastWrite = _time.GetTimestamp();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends the comments. True when status 200 is promised; otherwise the answer may still be any other.</summary>
    public async ValueTask<bool> EndAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _isOver = true;
        _turn.Release();
        return _hasBegun;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync().ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
    }

    private void Begin()
    {
        if (_hasBegun)
        {
            return;
        }

        _hasBegun = true;
        var response = _context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no";
        _writeHeaders();
    }

    private async Task StayAwakeAsync()
    {
        if (!await _turn.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
        {
            return; // somebody is writing
        }

        try
        {
            if (_isOver || (_hasBegun && _time.GetElapsedTime(_lastWrite) < _interval - TimeSpan.FromMilliseconds(1)))
            {
                return;
            }

            Begin();
            _body.Write(KeepAlive);
            await _body.FlushAsync(_context.RequestAborted).ConfigureAwait(false);
            _lastWrite = _time.GetTimestamp();
        }
        catch (Exception error) when (error is OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The caller has gone; the call learns it from its own token.
        }
        finally
        {
            _turn.Release();
        }
    }
}
