using System.Text;
using System.Text.Json;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>Shows entries of the audit log.</summary>
internal static class AuditShow
{
    public static AuditView Of(AuditEntry entry) => new(
        entry.Id, entry.At, entry.Caller, entry.Role, entry.Action, entry.Target, JsonOf(entry.Before), JsonOf(entry.After), entry.Address, entry.RequestId, entry.Hash);

    /// <summary>What a host's own code has written may be anything; then it is shown as a text.</summary>
    private static JsonElement? JsonOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        try
        {
            return JsonElement.Parse(Encoding.UTF8.GetBytes(text));
        }
        catch (JsonException)
        {
            return JsonElement.Parse(JsonSerializer.SerializeToUtf8Bytes(text, AdminJsonContext.Default.String));
        }
    }
}
