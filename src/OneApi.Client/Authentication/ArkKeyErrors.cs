using System.Net;
using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Authentication;

/// <summary>Errors of Volcengine's control plane (doubao.md §7): the code decides, whatever the status; an unknown one is judged by the status.</summary>
internal static class ArkKeyErrors
{
    private static readonly ErrorRule[] Rules =
    [
        new(OneApiErrorKind.Authentication, Code: "SignatureDoesNotMatch"),
        new(OneApiErrorKind.Authentication, Code: "InvalidAccessKey"),
        new(OneApiErrorKind.Authentication, Code: "InvalidCredential"),
        new(OneApiErrorKind.Authentication, Code: "InvalidSecretToken"),
        new(PermissionDenied, Code: "AccessDenied"),
        new(RateLimited, Code: "FlowLimitExceeded"),
        new(ProviderUnavailable, Code: "InternalError"),
        new(ProviderUnavailable, Code: "ServiceUnavailableTemp"),
    ];

    private static readonly ErrorClassifier Classifier = new(Rules);

    public static OneApiException ToException(HttpStatusCode status, string? code, string? message, string? requestId)
    {
        var fault = new ProviderFault((int)status, code, null, message);
        return new(Classifier.Classify(fault)) { StatusCode = status, ProviderCode = code, ProviderMessage = ErrorText.Clean(message), RequestId = requestId };
    }
}
