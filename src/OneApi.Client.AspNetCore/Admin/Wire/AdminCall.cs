using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>One request to the admin API, whose caller was let in.</summary>
internal sealed class AdminCall(HttpContext context, AdminRoute route, AdminCaller caller, AdminAudit audit)
{
    private ReadOnlyMemory<byte>? _bytes;
    private AdminQuery? _query;

    public HttpContext Context => context;

    public AdminCaller Caller => caller;

    public CancellationToken Aborted => context.RequestAborted;

    public AdminQuery Query => _query ??= new(context.Request.Query, route.Query);

    public T Service<T>()
        where T : notnull => context.RequestServices.GetRequiredService<T>();

    /// <summary>A part of the path.</summary>
    public string Path(string name) => (string)context.Request.RouteValues[name]!;

    /// <summary>The body as a checked object. The content type does not matter: <c>curl -d</c> names that of a form.</summary>
    public async ValueTask<AdminBody> BodyAsync() => AdminBody.Parse(await BytesAsync().ConfigureAwait(false), route.Body);

    /// <summary>The body, no larger than the route takes.</summary>
    /// <exception cref="AdminException">It is larger.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> BytesAsync()
    {
        if (_bytes is { } known)
        {
            return known;
        }

        if (context.Request.ContentLength > route.BodyLimit)
        {
            throw TooLarge();
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null; // ours is the one that says what is wrong
        }

        var buffer = new ArrayBufferWriter<byte>((int)Math.Clamp(context.Request.ContentLength ?? 1024, 256, 64 * 1024));
        while (true)
        {
            var read = await context.Request.Body.ReadAsync(buffer.GetMemory(1024), context.RequestAborted).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            buffer.Advance(read);
            if (buffer.WrittenCount > route.BodyLimit)
            {
                throw TooLarge();
            }
        }

        _bytes = buffer.WrittenMemory;
        return buffer.WrittenMemory;
    }

    /// <summary>Keeps who has changed what. A log that can't be written does not undo what was done.</summary>
    /// <param name="action">What was done: <c>token.create</c>.</param>
    /// <param name="target">To which one.</param>
    /// <param name="before">How it was, as JSON without secrets; null where it was not.</param>
    /// <param name="after">How it is now.</param>
    public ValueTask AuditAsync(string action, string target, ReadOnlyMemory<byte>? before = null, ReadOnlyMemory<byte>? after = null) =>
        audit.AppendAsync(context, caller, action, target, before, after);

    private AdminException TooLarge() => new(413, "request_too_large", $"The body is larger than {route.BodyLimit} bytes, which is the most that this route takes.");
}
