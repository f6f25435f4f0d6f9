using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace OneApi.Client.AspNetCore.Admin;

/// <summary>What a route answers: bytes that are known, or a stream that is written as it comes.</summary>
internal sealed class AdminAnswer
{
    public const string JsonType = "application/json; charset=utf-8";
    public const string CsvType = "text/csv; charset=utf-8";
    public const string EventsType = "text/event-stream";

    public static readonly AdminAnswer Nothing = new() { Status = 204 };

    public int Status { get; init; } = 200;

    public string? ContentType { get; init; }

    /// <summary>Gets the body, where <see cref="Stream"/> is null.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets what writes the body.</summary>
    public Func<HttpContext, Task>? Stream { get; init; }

    /// <summary>Gets the tag of the one resource that it shows, or null.</summary>
    public string? Tag { get; init; }

    /// <summary>Gets where the resource that was made stands, or null.</summary>
    public string? Location { get; init; }

    /// <summary>Gets the name under which a browser keeps it, or null.</summary>
    public string? FileName { get; init; }

    public static AdminAnswer Json<T>(T value, JsonTypeInfo<T> type, int status = 200) =>
        new() { Status = status, ContentType = JsonType, Body = JsonSerializer.SerializeToUtf8Bytes(value, type) };

    /// <summary>One resource, with the tag of what it says.</summary>
    public static AdminAnswer Resource<T>(T value, JsonTypeInfo<T> type, int status = 200, string? location = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        return new() { Status = status, ContentType = JsonType, Body = body, Tag = EntityTag.Of(body), Location = location };
    }

    public static AdminAnswer Csv(string fileName, Func<HttpContext, Task> write) => new() { ContentType = CsvType, Stream = write, FileName = fileName };

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        if (Tag is not null)
        {
            response.Headers.ETag = Tag;
            if (Status == 200 && HttpMethods.IsGet(context.Request.Method) && EntityTag.IsKnown(context.Request, Tag))
            {
                response.StatusCode = 304;
                return;
            }
        }

        response.StatusCode = Status;
        response.ContentType = ContentType;
        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (FileName is not null)
        {
            response.Headers.ContentDisposition = $"attachment; filename=\"{FileName}\"";
        }

        if (Stream is not null)
        {
            await Stream(context).ConfigureAwait(false);
            return;
        }

        if (Status != 204)
        {
            response.ContentLength = Body.Length;
            await response.Body.WriteAsync(Body, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
