using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>What every change of a setting does: reads the body, says which version is meant, and turns refusals into problems.</summary>
internal static class SettingCalls
{
    public static async ValueTask<JsonElement> BodyAsync(AdminCall call)
    {
        var bytes = await call.BytesAsync().ConfigureAwait(false);
        try
        {
            var body = JsonElement.Parse(bytes.Span, new() { MaxDepth = AdminBody.MaxDepth });
            return body.ValueKind == JsonValueKind.Object ? body : throw AdminException.Invalid("", "no object", "a JSON object");
        }
        catch (JsonException error)
        {
            throw new AdminException(400, "invalid_json", $"The body is not JSON of at most {AdminBody.MaxDepth} levels: see line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}.");
        }
    }

    /// <summary>The version that is meant: that of the tag in <c>If-Match</c>, none for <c>If-None-Match: *</c>, else whatever there is.</summary>
    public static long? VersionOf(AdminCall call, string? tag, long version)
    {
        var request = call.Context.Request;
        if (request.Headers.IfNoneMatch == "*")
        {
            return 0;
        }

        if (request.Headers.IfMatch.Count == 0)
        {
            return null;
        }

        if (tag is null)
        {
            throw new AdminException(412, "changed_meanwhile", "There is none any more; send the request without If-Match to make it.");
        }

        EntityTag.ThrowIfOther(request, tag);
        return version;
    }

    public static async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> change)
    {
        try
        {
            return await change().ConfigureAwait(false);
        }
        catch (SettingsException error)
        {
            if (error.IsOfConfiguration)
            {
                throw new AdminException(409, "configuration_invalid", "The host's own configuration is not valid at this moment, so that no setting can be changed; the request is not at fault. What was in force before stays. Mend it first: " + string.Join(' ', error.Errors));
            }

            if (error.IsConflict)
            {
                throw new AdminException(409, "conflict", error.Errors[0], [.. error.Errors.Select(FieldError.Of)]);
            }

            throw AdminException.Invalid([.. error.Errors.Select(FieldError.Of)]);
        }
    }
}
