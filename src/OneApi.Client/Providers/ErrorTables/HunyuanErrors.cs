using OneApi.Client.Errors;
using static OneApi.Client.OneApiErrorKind;

namespace OneApi.Client.Providers.ErrorTables;

/// <summary>protocols/hunyuan.md §8: the native codes (the full one, then its part before the dot) come under status 200; below them the compatible surface.</summary>
internal static class HunyuanErrors
{
    public static readonly ErrorRule[] All =
    [
        // Signature and keys.
        new(PermissionDenied, Code: "AuthFailure.UnauthorizedOperation"),
        new(OneApiErrorKind.Authentication, Code: "AuthFailure"),
        new(PermissionDenied, Code: "UnauthorizedOperation"),
        new(PermissionDenied, Code: "IpInBlacklist"),
        new(PermissionDenied, Code: "IpNotInWhitelist"),

        // The service is not opened, or there is no money for it.
        new(PermissionDenied, Code: "FailedOperation.ServiceNotActivated"),
        new(PermissionDenied, Code: "FailedOperation.UserUnAuthError"),
        new(PermissionDenied, Code: "FailedOperation.PartnerAccountUnSupport"),
        new(PermissionDenied, Code: "ResourceUnavailable.NotExist"),
        new(PermissionDenied, Code: "FailedOperation.ServiceStop"),
        new(QuotaExhausted, Code: "FailedOperation.FreeResourcePackExhausted"),
        new(QuotaExhausted, Code: "FailedOperation.ResourcePackExhausted"),
        new(QuotaExhausted, Code: "FailedOperation.ServiceStopArrears"),
        new(QuotaExhausted, Code: "FailedOperation.SetPayModeExceed"),
        new(QuotaExhausted, Code: "ResourceInsufficient.ChargeResourceExhaust"),
        new(QuotaExhausted, Code: "ResourceUnavailable.InArrears"),
        new(QuotaExhausted, Code: "ResourceUnavailable.LowBalance"),
        new(QuotaExhausted, Code: "ResourceUnavailable.StopUsing"),

        // Rate and concurrency.
        new(RateLimited, Code: "RequestLimitExceeded"),
        new(RateLimited, Code: "FailedOperation.EngineServerLimitExceeded"),
        new(RateLimited, Code: "LimitExceeded"),

        // The request.
        new(ModelNotFound, Code: "InvalidParameterValue.Model"),
        new(ModelNotFound, Code: "ResourceNotFound"),
        new(InvalidRequest, Code: "InvalidParameter.ImageCountLimitExceededError"),
        new(InvalidRequest, Code: "InvalidParameter.ImageProcessingFailureError"),
        new(InvalidRequest, Code: "FailedOperation.ImageDecodeFailed"),
        new(InvalidRequest, Code: "FailedOperation.ImageDownloadError"),
        new(InvalidRequest, Code: "FailedOperation.DownloadError"),
        .. BadRequest("InvalidParameter"),
        .. BadRequest("InvalidParameterValue"),
        .. BadRequest("MissingParameter"),
        .. BadRequest("UnknownParameter"),
        .. BadRequest("InvalidRequest"),
        .. BadRequest("RequestSizeLimitExceeded"),
        new(InvalidRequest, Code: "InvalidAction"),
        new(InvalidRequest, Code: "NoSuchVersion"),
        new(InvalidRequest, Code: "NoSuchProduct"),
        new(InvalidRequest, Code: "UnsupportedOperation"),
        new(InvalidRequest, Code: "UnsupportedProtocol"),
        new(InvalidRequest, Code: "UnsupportedRegion"),
        new(InvalidRequest, Code: "ActionOffline"),
        new(InvalidRequest, Code: "DryRunOperation"),

        // Moderation.
        new(ContentFiltered, Code: "OperationDenied.TextIllegalDetected"),
        new(ContentFiltered, Code: "OperationDenied.ImageIllegalDetected"),
        new(ContentFiltered, Code: "FailedOperation.GenerateImageFailed"),

        // The server; 4000 and 4001 are the codes of ErrorMsg.
        new(OneApiErrorKind.Timeout, Code: "FailedOperation.EngineRequestTimeout"),
        new(OneApiErrorKind.Timeout, Code: "4001"),
        new(ProviderUnavailable, Code: "4000"),
        new(ProviderUnavailable, Code: "FailedOperation"),
        new(ProviderUnavailable, Code: "InternalError"),
        new(ProviderUnavailable, Code: "ServiceUnavailable"),
        new(ProviderUnavailable, Code: "ResponseSizeLimitExceeded"),

        // The compatible surface.
        new(RateLimited, Code: "2003"),
        new(ContextLengthExceeded, 400, Text: "length+exceed"),
        new(ContextLengthExceeded, 400, Text: "length limit"),
        new(ContentFiltered, 400, Text: "illegal"),
        new(QuotaExhausted, 403, Text: "欠费"),
        new(QuotaExhausted, 403, Text: "余额"),
        new(QuotaExhausted, 403, Text: "resource pack"),
        new(ModelNotFound, 404),
    ];

    /// <summary>A bad request whose words are of tokens, or of the length, and of a limit is a prompt that is too long.</summary>
    private static ErrorRule[] BadRequest(string code) =>
    [
        new(ContextLengthExceeded, Code: code, Text: "token+exceed"),
        new(ContextLengthExceeded, Code: code, Text: "token+limit"),
        new(ContextLengthExceeded, Code: code, Text: "token+too long"),
        new(ContextLengthExceeded, Code: code, Text: "length+exceed"),
        new(ContextLengthExceeded, Code: code, Text: "length+limit"),
        new(ContextLengthExceeded, Code: code, Text: "length+too long"),
        new(ContextLengthExceeded, Code: code, Text: "token+超"),
        new(ContextLengthExceeded, Code: code, Text: "长度+超"),
        new(InvalidRequest, Code: code),
    ];
}
