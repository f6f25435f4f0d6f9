using Microsoft.AspNetCore.Http;

namespace OneApi.Client.AspNetCore.Endpoints;

/// <summary>The id under which caller and gateway speak of one request: the caller's own where he sends one, else a new one.</summary>
internal static class RequestIds
{
    private const string Name = "x-request-id";
    private const string OwnName = "x-oneapi-request-id";
    private const int MaxLength = 128;

    /// <summary>Takes the id and puts it into the answer's headers.</summary>
    public static string Take(HttpContext context)
    {
        var asked = context.Request.Headers[Name] is [{ Length: > 0 and <= MaxLength } own] && IsPlain(own) ? own : null;
        var id = asked ?? "req_" + Guid.CreateVersion7().ToString("N");
        context.Response.Headers[Name] = id;
        context.Response.Headers[OwnName] = id;
        return id;
    }

    private static bool IsPlain(string text)
    {
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_' or '.' or ':'))
            {
                return false;
            }
        }

        return true;
    }
}
