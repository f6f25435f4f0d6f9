using System.Buffers;
using System.Text.Json;
using OneApi.Client.AspNetCore.Endpoints;

namespace OneApi.Client.AspNetCore.Dialects.Messages;

/// <summary>Writes errors as Anthropic does (protocols/anthropic.md §9): a type out of a closed list, and the place in the message.</summary>
internal static class MessagesErrors
{
    public static void Write(IBufferWriter<byte> output, EndpointError error, string requestId)
    {
        using var writer = new Utf8JsonWriter(output, MessagesBlockWriter.JsonOptions);
        Write(writer, error, requestId);
    }

    public static void Write(Utf8JsonWriter writer, EndpointError error, string requestId)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "error"u8);
        writer.WriteStartObject("error"u8);
        writer.WriteString("type"u8, TypeOf(error));
        writer.WriteString("message"u8, MessageOf(error));
        writer.WriteEndObject();
        writer.WriteString("request_id"u8, requestId);
        writer.WriteEndObject();
    }

    /// <summary>The status decides, as it does in Anthropic's own SDKs.</summary>
    private static ReadOnlySpan<byte> TypeOf(EndpointError error) => error.Status switch
    {
        401 => "authentication_error"u8,
        402 => "billing_error"u8,
        403 => "permission_error"u8,
        404 => "not_found_error"u8,
        408 or 504 => "timeout_error"u8,
        413 => "request_too_large"u8,
        429 => "rate_limit_error"u8,
        503 or 529 => "overloaded_error"u8,
        >= 500 => "api_error"u8,
        _ => "invalid_request_error"u8,
    };

    /// <summary>There is no member for the place.</summary>
    private static string MessageOf(EndpointError error) =>
        error.Param is { Length: > 0 } place && !error.Message.StartsWith(place, StringComparison.Ordinal) ? place + ": " + error.Message : error.Message;
}
