using System.Net.Sockets;
using System.Text.Json;
using OneApi.Client.Errors;

namespace OneApi.Client.Gateway;

/// <summary>The attempt boundary: whatever went wrong becomes one exception of one kind, or the caller's own cancellation.</summary>
internal static class AttemptFailure
{
    public static Exception Translate(Exception error, Attempt attempt)
    {
        var clock = attempt.Clock;
        if (clock.CallerToken.IsCancellationRequested && clock.Expired is null && error is not OneApiException)
        {
            return new OperationCanceledException(null, error, clock.CallerToken);
        }

        var channel = attempt.Candidate.Channel;
        var named = error as OneApiException ?? error.InnerException as OneApiException ?? (clock.Expired is { } limit ? OfLimit(limit, error) : Classify(error, clock.HasHeaders));
        var own = new OneApiException(named.Kind, named.InnerException)
        {
            Provider = channel.Provider,
            Channel = channel.Name,
            StatusCode = named.StatusCode,
            ProviderCode = Clean(named.ProviderCode, attempt),
            ProviderMessage = Clean(named.ProviderMessage, attempt),
            RetryAfter = named.RetryAfter,
            Limit = named.Limit,
            RequestId = named.RequestId ?? clock.RequestId,
            ReportedUsage = named.ReportedUsage,
        };
        own.TakeDetailsOf(named);
        return own;
    }

    private static OneApiException OfLimit(string limit, Exception cause) => new(OneApiErrorKind.Timeout, cause) { Limit = limit };

    private static string? Clean(string? message, Attempt attempt) =>
        message is null ? null : ErrorText.Clean(message, attempt.Credential.Secrets);

    private static OneApiException Classify(Exception error, bool hasHeaders) => error switch
    {
        JsonException => new(OneApiErrorKind.ProtocolViolation, error),
        HttpRequestException { StatusCode: { } status } => new(ErrorClassifier.OfStatus((int)status), error) { StatusCode = status },
        HttpRequestException or IOException or SocketException => new(hasHeaders ? OneApiErrorKind.ProtocolViolation : OneApiErrorKind.ProviderUnavailable, error),
        OperationCanceledException { InnerException: TimeoutException } or TimeoutException => new(OneApiErrorKind.Timeout, error),
        _ => new(OneApiErrorKind.Unknown, error),
    };
}
