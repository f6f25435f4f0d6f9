using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Keeps every write: who, what, before and after, from which address. The log says the hash too, so that the chain is known elsewhere.</summary>
internal sealed class AdminAudit(IAuditLog audit, TimeProvider time, ILogger logger)
{
    /// <summary>Keeps an entry, also for a caller who has left. What was done is done: where it can't be kept, the log holds all of it.</summary>
    public async ValueTask AppendAsync(HttpContext context, AdminCaller caller, string action, string target, ReadOnlyMemory<byte>? before, ReadOnlyMemory<byte>? after)
    {
        var entry = new AuditEntry
        {
            At = time.GetUtcNow(),
            Caller = caller.Name,
            Role = caller.Role is { } role ? AdminNames.Of(role) : null,
            Action = action,
            Target = target,
            Before = TextOf(before),
            After = TextOf(after),
            Address = context.Connection.RemoteIpAddress?.ToString(),
            RequestId = context.TraceIdentifier,
        };
        try
        {
            var kept = await audit.AppendAsync(entry, CancellationToken.None).ConfigureAwait(false);
            Log.Written(logger, entry.Caller, action, target, entry.Address, kept.Id, kept.Hash);
        }
#pragma warning disable CA1031 // a store may throw anything
        catch (Exception error)
#pragma warning restore CA1031
        {
            Log.NotKept(logger, entry.Caller, action, target, entry.Address, entry.RequestId, entry.Before, entry.After, error);
        }
    }

    private static string? TextOf(ReadOnlyMemory<byte>? json) => json is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
}
