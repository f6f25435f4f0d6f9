using System.Net;
using Microsoft.Extensions.AI;
using OneApi.Client.Errors;

namespace OneApi.Client.Protocols;

/// <summary>Makes the exception of a provider's fault: classified by the provider's table, its words cut and cleaned.</summary>
internal static class ProviderFaults
{
    public static OneApiException ToException(ProviderEndpoint endpoint, in ProviderFault fault, TimeSpan? retryAfter = null, string? requestId = null)
    {
        var exception = new OneApiException(endpoint.Errors.Classify(fault))
        {
            Provider = endpoint.Provider,
            StatusCode = fault.Status is { } status ? (HttpStatusCode)status : null,
            ProviderCode = fault.Code ?? fault.Type,
            ProviderMessage = ErrorText.Clean(fault.Message),
            RetryAfter = retryAfter ?? fault.RetryAfter,
            RequestId = requestId ?? fault.RequestId,
        };
        if (fault.Details is { } details)
        {
            exception.Data[details.Key] = details.Value;
        }

        return exception;
    }

    public static OneApiException Of(ProviderEndpoint endpoint, OneApiErrorKind kind, string? message = null, string? code = null, Exception? inner = null, UsageDetails? usage = null) => new(kind, inner)
    {
        Provider = endpoint.Provider,
        ProviderCode = code,
        ProviderMessage = ErrorText.Clean(message),
        ReportedUsage = usage,
    };
}
