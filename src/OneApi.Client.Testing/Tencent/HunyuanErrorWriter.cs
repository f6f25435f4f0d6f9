using System.Text.Json.Nodes;
using OneApi.Client.Testing.Serving;

namespace OneApi.Client.Testing.Tencent;

/// <summary>Errors of the native surface: all of them under status 200, inside <c>Response</c>.</summary>
internal static class HunyuanErrorWriter
{
    private static readonly Dictionary<string, string> Messages = new(StringComparer.Ordinal)
    {
        ["AuthFailure.SecretIdNotFound"] = "The SecretId is not found, please ensure that your SecretId is correct.",
        ["AuthFailure.InvalidSecretId"] = "The SecretId is not a key of the cloud API.",
        ["AuthFailure.SignatureFailure"] = "The provided credentials could not be validated. Please check your signature is correct.",
        ["AuthFailure.InvalidAuthorization"] = "The request header `Authorization` is invalid.",
        ["AuthFailure.TokenFailure"] = "The token is wrong.",
        ["AuthFailure.MFAFailure"] = "MFA failed.",
        ["AuthFailure.SignatureExpire"] = "The provided credentials have expired: the timestamp differs from the server's by more than five minutes.",
        ["AuthFailure.UnauthorizedOperation"] = "You are not authorized to perform this operation.",
        ["UnauthorizedOperation"] = "The operation is not authorized.",
        ["IpInBlacklist"] = "Your IP is in the blacklist.",
        ["IpNotInWhitelist"] = "Your IP is not in the whitelist.",
        ["FailedOperation.ServiceNotActivated"] = "The service is not activated.",
        ["FailedOperation.UserUnAuthError"] = "The account has no real-name authentication.",
        ["FailedOperation.PartnerAccountUnSupport"] = "Partner accounts are not supported.",
        ["ResourceUnavailable.NotExist"] = "The billing state is unknown; check that the service is activated.",
        ["FailedOperation.FreeResourcePackExhausted"] = "The free resource pack is used up.",
        ["FailedOperation.ResourcePackExhausted"] = "The resource pack is used up.",
        ["FailedOperation.ServiceStopArrears"] = "The service is stopped because of arrears.",
        ["FailedOperation.SetPayModeExceed"] = "The pay mode was set too often.",
        ["ResourceInsufficient.ChargeResourceExhaust"] = "The account has no resources left.",
        ["ResourceUnavailable.InArrears"] = "The account is in arrears.",
        ["ResourceUnavailable.LowBalance"] = "The balance is too low.",
        ["ResourceUnavailable.StopUsing"] = "The account is suspended.",
        ["FailedOperation.ServiceStop"] = "The service is stopped.",
        ["RequestLimitExceeded"] = "The number of requests exceeds the frequency limit.",
        ["RequestLimitExceeded.IPLimitExceeded"] = "The number of ip requests exceeds the frequency limit.",
        ["RequestLimitExceeded.UinLimitExceeded"] = "The number of uin requests exceeds the frequency limit.",
        ["RequestLimitExceeded.GlobalRegionUinLimitExceeded"] = "The number of uin requests of the region exceeds the frequency limit.",
        ["FailedOperation.EngineServerLimitExceeded"] = "The engine has reached its request limit.",
        ["LimitExceeded"] = "The quota limit is exceeded.",
        ["InvalidParameterValue.Model"] = "The model does not exist.",
        ["ResourceNotFound"] = "The resource is not found.",
        ["InvalidParameter"] = "Temperature must be 2 or less",
        ["InvalidParameterValue"] = "The value of a parameter is wrong.",
        ["MissingParameter"] = "The request is missing a required parameter.",
        ["UnknownParameter"] = "The parameter is not recognized.",
        ["InvalidRequest"] = "The request body is not valid.",
        ["RequestSizeLimitExceeded"] = "The request packet is larger than allowed.",
        ["FailedOperation.ImageDecodeFailed"] = "The image can't be decoded.",
        ["FailedOperation.ImageDownloadError"] = "The image can't be downloaded.",
        ["FailedOperation.DownloadError"] = "The file can't be downloaded.",
        ["InvalidParameter.ImageCountLimitExceededError"] = "There are more images than the limit.",
        ["InvalidParameter.ImageProcessingFailureError"] = "An image can't be processed.",
        ["InvalidAction"] = "The request action is not found.",
        ["NoSuchVersion"] = "The request version is not found.",
        ["NoSuchProduct"] = "The request product is not found.",
        ["UnsupportedOperation"] = "The operation is not supported.",
        ["UnsupportedProtocol"] = "The request protocol is not supported; only GET and POST requests are.",
        ["UnsupportedRegion"] = "The request region is not supported.",
        ["ActionOffline"] = "The action is offline.",
        ["DryRunOperation"] = "The request would have succeeded, but the DryRun parameter was used.",
        ["OperationDenied.TextIllegalDetected"] = "The text holds illegal information.",
        ["OperationDenied.ImageIllegalDetected"] = "The image holds illegal information.",
        ["FailedOperation.GenerateImageFailed"] = "The image holds sensitive content.",
        ["FailedOperation.EngineRequestTimeout"] = "The engine timed out.",
        ["FailedOperation.EngineServerError"] = "The engine failed.",
        ["FailedOperation.ConsoleServerError"] = "The console server failed.",
        ["FailedOperation"] = "The operation failed.",
        ["InternalError"] = "An internal error has occurred. Retry your request.",
        ["ServiceUnavailable"] = "The service is temporarily unavailable.",
        ["ResponseSizeLimitExceeded"] = "The response is larger than allowed.",
    };

    public static string MessageOf(string code) => Messages[code];

    public static WireError Word(WireFailure failure, string requestId) => failure.Kind switch
    {
        WireErrorKind.Unauthorized => Of("AuthFailure.SignatureFailure", requestId),
        WireErrorKind.RateLimited => Of("RequestLimitExceeded", requestId),
        WireErrorKind.QuotaExhausted => Of("FailedOperation.ResourcePackExhausted", requestId),
        WireErrorKind.ServerError => Of("InternalError", requestId),
        WireErrorKind.Overloaded => Of("FailedOperation.EngineServerError", requestId),
        WireErrorKind.ModelNotFound => Of("InvalidParameterValue.Model", requestId),
        WireErrorKind.ContextLength => Of("InvalidParameter", requestId, "Messages total token exceeds the limit of the model."),
        WireErrorKind.ContentFiltered => Of("OperationDenied.TextIllegalDetected", requestId),
        WireErrorKind.MethodNotAllowed => Of("UnsupportedProtocol", requestId),
        _ => Of(failure.Code ?? "InvalidParameter", requestId, failure.Message),
    };

    public static WireError? WordCode(string code, string requestId) => Messages.ContainsKey(code) ? Of(code, requestId) : null;

    private static WireError Of(string code, string requestId, string? message = null) => new(200, new JsonObject
    {
        ["Response"] = new JsonObject
        {
            ["RequestId"] = requestId,
            ["Error"] = new JsonObject { ["Code"] = code, ["Message"] = message ?? Messages.GetValueOrDefault(code) ?? code },
        },
    });
}
