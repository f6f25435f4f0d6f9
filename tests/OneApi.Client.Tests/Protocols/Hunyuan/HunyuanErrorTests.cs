using System.Text;
using OneApi.Client.Errors;
using OneApi.Client.Protocols.Hunyuan;
using OneApi.Client.Testing;
using OneApi.Client.Tests.Providers;
using static OneApi.Client.OneApiErrorKind;
using static OneApi.Client.Tests.Protocols.Hunyuan.HunyuanWire;

namespace OneApi.Client.Tests.Protocols.Hunyuan;

/// <summary>Every native code of protocols/hunyuan.md §8, with the kind of its row.</summary>
public sealed class HunyuanErrorTests
{
    public static TheoryData<string, OneApiErrorKind> Codes => new()
    {
        { "AuthFailure.SecretIdNotFound", OneApiErrorKind.Authentication },
        { "AuthFailure.InvalidSecretId", OneApiErrorKind.Authentication },
        { "AuthFailure.SignatureFailure", OneApiErrorKind.Authentication },
        { "AuthFailure.InvalidAuthorization", OneApiErrorKind.Authentication },
        { "AuthFailure.TokenFailure", OneApiErrorKind.Authentication },
        { "AuthFailure.MFAFailure", OneApiErrorKind.Authentication },
        { "AuthFailure.SignatureExpire", OneApiErrorKind.Authentication },
        { "AuthFailure.UnauthorizedOperation", PermissionDenied },
        { "UnauthorizedOperation", PermissionDenied },
        { "IpInBlacklist", PermissionDenied },
        { "IpNotInWhitelist", PermissionDenied },
        { "FailedOperation.ServiceNotActivated", PermissionDenied },
        { "FailedOperation.UserUnAuthError", PermissionDenied },
        { "FailedOperation.PartnerAccountUnSupport", PermissionDenied },
        { "ResourceUnavailable.NotExist", PermissionDenied },
        { "FailedOperation.FreeResourcePackExhausted", QuotaExhausted },
        { "FailedOperation.ResourcePackExhausted", QuotaExhausted },
        { "FailedOperation.ServiceStopArrears", QuotaExhausted },
        { "FailedOperation.SetPayModeExceed", QuotaExhausted },
        { "ResourceInsufficient.ChargeResourceExhaust", QuotaExhausted },
        { "ResourceUnavailable.InArrears", QuotaExhausted },
        { "ResourceUnavailable.LowBalance", QuotaExhausted },
        { "ResourceUnavailable.StopUsing", QuotaExhausted },
        { "FailedOperation.ServiceStop", PermissionDenied },
        { "RequestLimitExceeded", RateLimited },
        { "RequestLimitExceeded.IPLimitExceeded", RateLimited },
        { "RequestLimitExceeded.UinLimitExceeded", RateLimited },
        { "RequestLimitExceeded.GlobalRegionUinLimitExceeded", RateLimited },
        { "FailedOperation.EngineServerLimitExceeded", RateLimited },
        { "LimitExceeded", RateLimited },
        { "InvalidParameterValue.Model", ModelNotFound },
        { "ResourceNotFound", ModelNotFound },
        { "InvalidParameter", InvalidRequest },
        { "InvalidParameterValue", InvalidRequest },
        { "MissingParameter", InvalidRequest },
        { "UnknownParameter", InvalidRequest },
        { "InvalidRequest", InvalidRequest },
        { "RequestSizeLimitExceeded", InvalidRequest },
        { "FailedOperation.ImageDecodeFailed", InvalidRequest },
        { "FailedOperation.ImageDownloadError", InvalidRequest },
        { "FailedOperation.DownloadError", InvalidRequest },
        { "InvalidParameter.ImageCountLimitExceededError", InvalidRequest },
        { "InvalidParameter.ImageProcessingFailureError", InvalidRequest },
        { "InvalidAction", InvalidRequest },
        { "NoSuchVersion", InvalidRequest },
        { "NoSuchProduct", InvalidRequest },
        { "UnsupportedOperation", InvalidRequest },
        { "UnsupportedProtocol", InvalidRequest },
        { "UnsupportedRegion", InvalidRequest },
        { "ActionOffline", InvalidRequest },
        { "DryRunOperation", InvalidRequest },
        { "OperationDenied.TextIllegalDetected", ContentFiltered },
        { "OperationDenied.ImageIllegalDetected", ContentFiltered },
        { "FailedOperation.GenerateImageFailed", ContentFiltered },
        { "FailedOperation.EngineRequestTimeout", OneApiErrorKind.Timeout },
        { "FailedOperation.EngineServerError", ProviderUnavailable },
        { "FailedOperation.ConsoleServerError", ProviderUnavailable },
        { "FailedOperation", ProviderUnavailable },
        { "InternalError", ProviderUnavailable },
        { "ServiceUnavailable", ProviderUnavailable },
        { "ResponseSizeLimitExceeded", ProviderUnavailable },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void Classify_EveryCodeOfThePage_UnderStatus200AndInsideAStream(string code, OneApiErrorKind expected)
    {
        foreach (var status in (int?[])[200, null])
        {
            Assert.Equal(expected, KindOf(code, "x", status));
            Assert.Equal(expected is InvalidRequest ? InvalidRequest : expected, KindOf(code, "Temperature must be 2 or less", status));
        }
    }

    /// <summary>The fake offers every code, and a call through the gateway ends with its kind, whole and streamed.</summary>
    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Call_ThatTheFakeRefusesWithIt_EndsWithItsKind(string code, OneApiErrorKind expected)
    {
        await using var one = ProviderGateway.ToHunyuan();
        one.Fake.Fault(Fault.ProviderError(code));

        foreach (var streaming in (bool[])[false, true])
        {
            var error = (await one.AskAsync(streaming)).Failure;

            Assert.Equal((expected, code), (error.Kind, error.ProviderCode));
            Assert.StartsWith("fake-request-", error.RequestId, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("InvalidParameter", "Messages total token exceeds the limit")]
    [InlineData("InvalidParameterValue", "input token limit is 32000")]
    [InlineData("InvalidParameter.Messages", "the length of Messages exceeds the window")]
    [InlineData("InvalidRequest", "输入长度超过限制")]
    public void Classify_ABadRequestThatSpeaksOfALimitOfTokensOrLength_IsTheContext(string code, string message) => Assert.Equal(ContextLengthExceeded, KindOf(code, message, 200));

    [Theory]
    [InlineData("InvalidParameter.Whatever", InvalidRequest)]
    [InlineData("InvalidParameterValue.Whatever", InvalidRequest)]
    [InlineData("RequestLimitExceeded.Whatever", RateLimited)]
    [InlineData("FailedOperation.Whatever", ProviderUnavailable)]
    [InlineData("AuthFailure.Whatever", OneApiErrorKind.Authentication)]
    [InlineData("Whatever", Unknown)]
    public void Classify_AnUnknownCode_ByItsPartBeforeTheDot(string code, OneApiErrorKind expected) => Assert.Equal(expected, KindOf(code, "x", 200));

    [Theory]
    [InlineData(502, "<html><head><title>502 Bad Gateway</title></head></html>", ProviderUnavailable)]
    [InlineData(401, """{"error":{"message":"no","code":"x"}}""", OneApiErrorKind.Authentication)]
    [InlineData(504, "", OneApiErrorKind.Timeout)]
    public void ReadError_OfServersInBetween(int status, string body, OneApiErrorKind expected) =>
        Assert.Equal(expected, Endpoint.Errors.Classify(Protocol.ReadError(status, Encoding.UTF8.GetBytes(body))));

    private static OneApiErrorKind KindOf(string code, string message, int? status)
    {
        var body = $$$$"""{"Response":{"RequestId":"r","Error":{"Code":"{{{{code}}}}","Message":"{{{{message}}}}"}}}""";
        ProviderFault fault = HunyuanErrorReader.Read(status, Encoding.UTF8.GetBytes(body), out var requestId);
        Assert.Equal("r", requestId);
        return Endpoint.Errors.Classify(fault);
    }
}
